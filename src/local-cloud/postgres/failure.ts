import { readFile } from 'node:fs/promises'
import { fail, isReplicaError } from '../../errors.ts'

/** A failure as users see it: a full disk, or PostgreSQL's own last word about what it was doing. */
export function explainFailure(error: unknown, server: string, folder: string): Error {
  const reason = error instanceof Error ? error.message : String(error)
  if (isFullDisk(reason)) return fail('local.no_space', { folder }, error)
  if (isReplicaError(error)) return error
  return fail('local.postgres_failed', { server, reason }, error)
}

/** The last line of a server's log that tells of trouble, without its time and process. */
export async function lastTrouble(logPath: string): Promise<string> {
  return pickTrouble(await readFile(logPath, 'utf8').catch(() => ''))
}

/** The line of PostgreSQL's output that says what went wrong; a full disk goes first. */
export function pickTrouble(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const full = lines.find(isFullDisk)
  const last = full ?? lines.findLast((line) => /(FATAL|PANIC|ERROR|error):/.test(line)) ?? lines.at(-1)
  return last === undefined ? 'it wrote nothing to its log.' : last.replace(/^[\d-]+ [\d:.]+ \S+ \[\d+\] /, '').slice(0, 500)
}

function isFullDisk(text: string): boolean {
  return /No space left on device|ENOSPC/.test(text)
}
