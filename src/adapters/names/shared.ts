import { execFile } from 'node:child_process'
import { access, constants, readFile, writeFile } from 'node:fs/promises'
import type { LeadRequest, LedCommand } from '../../ports/names.ts'
import { blockOwners, withBlock, withoutBlocks } from './hosts-text.ts'

/** Writes names into the machine's hosts file until `end`. Whoever calls lets one run at a time do so. */
export async function leadForAll({ command, environment, addresses }: LeadRequest, path: string): Promise<LedCommand> {
  await writeHosts(path, withBlock(await readFile(path, 'utf8'), addresses, process.pid))
  return {
    command,
    environment,
    end: async () =>
      writeHosts(
        path,
        withoutBlocks(await readFile(path, 'utf8'), (pid) => pid === process.pid),
      ),
  }
}

/** Whether we may write the hosts file, and no other run that lives does. Blocks of dead runs are taken away. */
export async function canLeadAll(path: string): Promise<boolean> {
  try {
    const hosts = await readFile(path, 'utf8')
    const cleaned = withoutBlocks(hosts, (pid) => pid === process.pid || !isAlive(pid))
    if (cleaned !== hosts) await writeHosts(path, cleaned)
    else await tryToWrite(path)
    return blockOwners(cleaned).length === 0
  } catch {
    return false
  }
}

async function tryToWrite(path: string): Promise<void> {
  if (await isWritable(path)) return
  await sudo(['test', '-w', path], '')
}

/** In place: a container's hosts file is a mount of its own, over which no file can be renamed. */
async function writeHosts(path: string, text: string): Promise<void> {
  if (await isWritable(path)) await writeFile(path, text)
  else await sudo(['tee', path], text)
}

function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
}

/** As an administrator that is asked for no password, as CI's images have it. */
function sudo(words: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile('sudo', ['-n', ...words], (error) => (error === null ? resolve() : reject(error)))
    child.stdin?.on('error', () => {}).end(input)
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
