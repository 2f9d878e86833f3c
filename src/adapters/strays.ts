import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

/** A mark in a command's environment, by which what it started is found wherever it went. */
export interface Mark {
  name: string
  value: string
}

const rounds = 5

export function newMark(): Mark {
  return { name: 'PROD_REPLICA_RUN', value: randomUUID() }
}

/**
 * Ends every process that carries the mark: one that left its group (setsid, a daemon) outlives that. Returns the names of
 * those that had left `group`, which has been ended already. Where the system has no /proc, none is found.
 */
export async function endStrays(mark: Mark, group: number | undefined): Promise<string[]> {
  const names: string[] = []
  // What is ended may just have started another.
  for (let round = 0; round < rounds; round += 1) {
    const strays = (await findMarked(mark)).filter((each) => each.group !== group)
    if (strays.length === 0) break
    for (const { pid, name } of strays) if (end(pid)) names.push(name)
  }
  return names
}

interface Marked {
  pid: number
  group: number
  name: string
}

async function findMarked({ name, value }: Mark): Promise<Marked[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((entry) => /^\d+$/.test(entry))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await read(`/proc/${pid}/environ`)
      return environment.includes(`${name}=${value}\0`) ? await describe(Number(pid)) : undefined
    }),
  )
  return found.filter((each) => each !== undefined)
}

/** `pid (name) state parent group …`; the name may hold parentheses. Undefined of one that has ended, and only waits to be taken note of. */
async function describe(pid: number): Promise<Marked | undefined> {
  const [, name, state, group] = /^\d+ \((.*)\) (\S) \d+ (\d+) /s.exec(await read(`/proc/${pid}/stat`)) ?? []
  return name === undefined || state === 'Z' ? undefined : { pid, group: Number(group), name }
}

/** Empty where there is none any more, or it is another user's. */
function read(path: string): Promise<string> {
  return readFile(path, 'latin1').catch(() => '')
}

function end(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
