import { chmod, lstat, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A folder of ours in the system's temporary directory, where binaries and templates are kept between runs. Its name is
 * predictable, so it is only used when it is a real folder, ours, and writable by nobody else; otherwise a fresh one is.
 */
export async function openSafeFolder(): Promise<string> {
  const uid = process.getuid?.() ?? 0
  const folder = join(tmpdir(), `prod-replica-${uid}`)
  await mkdir(folder, { mode: 0o711 }).catch(ignoreExisting)
  if (await isSafe(folder, uid)) return folder
  const fresh = await mkdtemp(join(tmpdir(), 'prod-replica-'))
  await chmod(fresh, 0o711)
  return fresh
}

/** Whether a path is a folder, not a link, that belongs to the account and that only it can write. */
export async function isSafe(folder: string, uid: number): Promise<boolean> {
  const facts = await lstat(folder).catch(() => undefined)
  if (facts === undefined || !facts.isDirectory() || facts.uid !== uid || (facts.mode & 0o022) !== 0) return false
  // A strict umask took the right to pass through, which the unprivileged account needs.
  if ((facts.mode & 0o711) !== 0o711) await chmod(folder, 0o711)
  return true
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
