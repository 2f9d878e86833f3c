import { readFile, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runProgram } from './run-program.ts'

/**
 * Ends a server that an earlier process left running on this data folder, and removes what a killed one left behind.
 * Only a process whose own command names this very folder is ended: process ids are used again.
 */
export async function endStalePostmaster(dataFolder: string): Promise<void> {
  const file = join(dataFolder, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return
  if (await servesFolder(pid, dataFolder)) await end(pid, dataFolder)
  await rm(file, { force: true })
}

async function end(pid: number, dataFolder: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    send(pid, signal)
    for (let waitedMs = 0; waitedMs < 3_000; waitedMs += 50) {
      if (!(await servesFolder(pid, dataFolder))) return
      await sleep(50)
    }
  }
}

async function servesFolder(pid: number, dataFolder: string): Promise<boolean> {
  const command = await commandOf(pid)
  if (!/\bpostgres\b/.test(command)) return false
  const real = await realpath(dataFolder).catch(() => dataFolder)
  return command.includes(dataFolder) || command.includes(real)
}

async function commandOf(pid: number): Promise<string> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  if (fromProc !== undefined) return fromProc.replaceAll('\0', ' ')
  return process.platform === 'linux' ? '' : (await runProgram('/bin/ps', ['-p', String(pid), '-o', 'args='], undefined)).output
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself.
  }
}
