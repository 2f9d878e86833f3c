import { randomBytes } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { access, appendFile, copyFile, mkdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fail } from '../errors.ts'
import type { Files } from '../ports/files.ts'
import { findFiles } from './glob.ts'

/**
 * The file system below and around a working directory. What the system refuses is thrown as `cli.file_failed` with
 * the path that the caller named.
 */
export function createFiles(workingFolder: string): Files {
  const at = (path: string): string => resolve(workingFolder, path)
  return {
    readText: (path) => guard(path, () => absent(readFile(at(path), 'utf8'))),
    readBytes: (path) => guard(path, () => absent(readFile(at(path)))),
    write: (path, content, options) => guard(path, () => writeWhole(at(path), content, options?.mode)),
    append: (path, text) => guard(path, () => appendTo(at(path), text)),
    exists: (path) => guard(path, async () => (await absent(access(at(path)).then(() => true))) ?? false),
    inspect: (path) => guard(path, () => absent(inspectAt(at(path)))),
    glob: (pattern, folder) => guard(folder, () => findFiles(pattern, at(folder))),
    remove: (path) => guard(path, () => rm(at(path), { recursive: true, force: true })),
    mark: (path) => guard(path, () => absent(markOf(at(path)))),
    stream: (path) => createReadStream(at(path), { highWaterMark: 1024 * 1024 }),
    copy: (from, to) => guard(from, () => copyOne(at(from), at(to))),
    link: (target, path) => guard(path, () => symlink(at(target), at(path))),
    makeFolder: (path) => guard(path, async () => void (await mkdir(at(path), { recursive: true }))),
  }
}

/** A temporary name beside the target, then a rename: a reader sees the old file or the new one, never half of it. */
async function writeWhole(path: string, content: string | Uint8Array, mode: number | undefined): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeFile(temporary, content, { mode: mode ?? 0o644, flag: 'wx' })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function inspectAt(path: string): ReturnType<Files['inspect']> {
  const [real, entry] = await Promise.all([realpath(path), stat(path)])
  return { path: real, kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other', bytes: entry.size }
}

async function appendTo(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await appendFile(path, text)
}

/** Nanoseconds: two writes within one millisecond are two. */
async function markOf(path: string): Promise<string> {
  const { mtimeNs, ctimeNs, size, ino } = await stat(path, { bigint: true })
  return [mtimeNs, ctimeNs, size, ino].join('/')
}

async function copyOne(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to, constants.COPYFILE_FICLONE)
}

async function absent<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    throw error
  }
}

async function guard<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw fail('cli.file_failed', { path, reason: reasons[codeOf(error)] ?? codeOf(error) }, error)
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'something else is in the way',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return code ?? String(error)
}
