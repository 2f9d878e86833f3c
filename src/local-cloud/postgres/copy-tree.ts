import { constants } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, mkdtemp, open, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { giveTo } from './account.ts'

export interface CopyOptions {
  /** Who shall own the copy. */
  account?: Account | undefined
  /** The files may change, shrink or vanish meanwhile: a running server's. */
  live?: boolean
  /** Relative paths whose content is left out; their folders are made. */
  leaveOut?: (path: string, isFolder: boolean) => boolean
  /** Mode of every folder; by default that of the original. */
  folderMode?: number
}

/** Copies a folder, sharing blocks with the original where the file system can. Folders `to` lies in must exist. */
export async function copyTree(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  await copyFolder(from, to, '', options)
}

/** Whether the file system of a folder can share blocks between files (XFS, Btrfs, APFS); tried with a file of ours in it. */
export async function canShareBlocks(folder: string): Promise<boolean> {
  const scratch = await mkdtemp(join(folder, 'probe-'))
  try {
    await writeFile(join(scratch, 'one'), 'x'.repeat(8192))
    await copyFile(join(scratch, 'one'), join(scratch, 'two'), constants.COPYFILE_FICLONE_FORCE)
    return true
  } catch {
    return false
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function copyFolder(from: string, to: string, path: string, options: CopyOptions): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch(ignoreVanished(options, []))
  const mode = options.folderMode ?? (await lstat(from)).mode & 0o777
  await mkdir(to, { mode })
  await chmod(to, mode)
  await giveTo(options.account, to)
  for (const batch of batchesOf(entries, 16)) {
    await Promise.all(batch.map((entry) => copyEntry(join(from, entry.name), join(to, entry.name), join(path, entry.name), entry, options)))
  }
}

interface EntryKind {
  isDirectory(): boolean
  isSymbolicLink(): boolean
  isFile(): boolean
}

async function copyEntry(from: string, to: string, path: string, kind: EntryKind, options: CopyOptions): Promise<void> {
  const isFolder = kind.isDirectory()
  if (options.leaveOut?.(path, isFolder) === true) return
  if (isFolder) return copyFolder(from, to, path, options)
  if (kind.isSymbolicLink()) return symlink(await readlink(from), to)
  if (!kind.isFile()) return
  const copied = options.live === true ? await copyLiveFile(from, to) : await copyStillFile(from, to)
  if (copied) await giveTo(options.account, to)
}

async function copyStillFile(from: string, to: string): Promise<true> {
  await copyFile(from, to, constants.COPYFILE_FICLONE)
  return true
}

/**
 * Copies a file that may change meanwhile, to the end that it has then; false where it is gone. The system's own copy
 * call would never return when a file shrinks under it.
 */
export async function copyLiveFile(from: string, to: string): Promise<boolean> {
  const source = await open(from, 'r').catch(ignoreVanished({ live: true }, undefined))
  if (source === undefined) return false
  try {
    const target = await open(to, 'wx', (await source.stat()).mode & 0o777)
    try {
      const buffer = Buffer.allocUnsafe(256 * 1024)
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, buffer.length, null)
        if (bytesRead === 0) return true
        await target.writeFile(buffer.subarray(0, bytesRead))
      }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

function ignoreVanished<Instead>(options: CopyOptions, instead: Instead): (error: NodeJS.ErrnoException) => Instead {
  return (error) => {
    if (options.live === true && error.code === 'ENOENT') return instead
    throw error
  }
}

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
