import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canEnter } from './account.ts'
import { canShareBlocks } from './copy-tree.ts'
import type { Installation } from './installation.ts'

/** Where the servers' folders are. */
export interface DataRoot {
  servers: string
  snapshots: string
  /** Whether files there can share blocks, so that a copy of a database costs next to nothing. */
  sharesBlocks: boolean
}

/**
 * The folder for servers and snapshots: in the state folder, or, where PostgreSQL's account may not enter that (a
 * checkout under /root), in our own folder in the temporary directory.
 */
export async function openDataRoot(folder: string, installation: Installation): Promise<DataRoot> {
  await mkdir(folder, { recursive: true })
  const state = await realpath(folder)
  const name = `data-${createHash('sha256').update(state).digest('hex').slice(0, 16)}`
  const root = (await canEnter(installation.account, state)) ? join(state, 'postgres') : join(installation.safeFolder, name)
  const paths = { servers: join(root, 'servers'), snapshots: join(root, 'snapshots') }
  if (!root.startsWith(state)) await sweepOrphans(installation.safeFolder)
  for (const path of [root, paths.servers, paths.snapshots]) {
    await mkdir(path, { recursive: true })
    await chmod(path, 0o711)
  }
  await writeFile(join(root, 'state-folder'), state)
  return { ...paths, sharesBlocks: await canShareBlocks(root) }
}

/** Servers kept apart from their state folder outlive it when somebody removes that: they go at the next start. */
async function sweepOrphans(safeFolder: string): Promise<void> {
  const names = (await readdir(safeFolder)).filter((name) => name.startsWith('data-'))
  for (const name of names) {
    const state = await readFile(join(safeFolder, name, 'state-folder'), 'utf8').catch(() => undefined)
    const isOrphan = state !== undefined && !(await stat(state).catch(() => undefined))
    if (isOrphan) await rm(join(safeFolder, name), { recursive: true, force: true })
  }
}
