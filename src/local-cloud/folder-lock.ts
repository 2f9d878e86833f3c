import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import { attachLocalCloud } from './attach.ts'

const name = 'server.pid'

/**
 * Makes this process the one that serves a folder; resolves to the function that gives it up. What a process left that
 * is no longer alive is taken over. Rejects with `local.folder_in_use`.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, name)
  const release = () => rm(file, { force: true })
  if (await claim(file)) return release
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  // A crashed process may have had our own id: in a container, ids begin anew.
  if (isAlive(pid) && (pid !== process.pid || (await attachLocalCloud(folder)) !== undefined))
    throw fail('local.folder_in_use', { folder, pid, file })
  await release()
  if (await claim(file)) return release
  throw fail('local.folder_in_use', { folder, pid, file })
}

/** Creation is exclusive: of two processes at once, one gets it. */
async function claim(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
