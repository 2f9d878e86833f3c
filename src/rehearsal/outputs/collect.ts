import { isAbsolute, join } from 'node:path'
import type { Files } from '../../ports/files.ts'

/** A file that matches a pattern of `outputs`. */
export interface FoundFile {
  /** As people know it: relative to the working folder, or absolute. */
  name: string
  /** Where its bytes are, absolute. */
  path: string
  /** Moves when it is written. */
  mark: string
}

/** The files of a side, by name. */
export type FoundFiles = ReadonlyMap<string, FoundFile>

/** The files in a working folder that match the patterns. */
export async function findIn(folder: string, patterns: readonly string[], files: Files): Promise<FoundFiles> {
  const names = await Promise.all(patterns.filter((pattern) => !isAbsolute(pattern)).map((pattern) => files.glob(pattern, folder)))
  return await mark(
    names.flat().map((name) => ({ name, path: join(folder, name) })),
    files,
  )
}

/** The files outside the checkout that are named by absolute patterns. */
export async function findOutside(patterns: readonly string[], files: Files): Promise<FoundFiles> {
  const names = await Promise.all(patterns.filter(isAbsolute).map((pattern) => files.glob(pattern, '/')))
  return await mark(
    names.flat().map((name) => ({ name: `/${name}`, path: `/${name}` })),
    files,
  )
}

/** Files that are there now and were not, or were written in between. */
export function writtenSince(before: FoundFiles, after: FoundFiles): FoundFiles {
  return new Map([...after].filter(([name, file]) => before.get(name)?.mark !== file.mark))
}

async function mark(found: readonly { name: string; path: string }[], files: Files): Promise<FoundFiles> {
  const marked = new Map<string, FoundFile>()
  for (const file of found) {
    const text = await files.mark(file.path)
    if (text !== undefined) marked.set(file.name, { ...file, mark: text })
  }
  return marked
}
