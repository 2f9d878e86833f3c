import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { fail, failAll } from '../errors.ts'
import type { Files } from '../ports/files.ts'
import { isRecord } from '../production/json.ts'
import type { PlanFile } from '../report/plan/files.ts'

/** The folder that `plan --out` writes to. */
export interface PlanFolder {
  /** As the user named it, for messages. */
  named: string
  /** Absolute. */
  path: string
  files: Pick<Files, 'readText' | 'write' | 'remove'>
}

const mark = 'prod-replica plan'
const listName = 'plan.json'
/** Digests of what we wrote, by path: what a file may hold to be ours. Two while a run is between old and new. */
type Digests = Readonly<Record<string, readonly string[]>>

/**
 * Writes the files and, last, plan.json with their digests. A file is overwritten only if the plan.json that is there lists
 * it and it is still as it was written; otherwise nothing is written at all and `cli.file_in_the_way` is thrown. What an
 * earlier plan left and this one does not have is removed. A run that was killed can be run again.
 */
export async function writePlanFolder(folder: PlanFolder, files: readonly PlanFile[], plan: object): Promise<string[]> {
  const earlier = await readDigests(folder)
  const fresh: Digests = Object.fromEntries(files.map(({ path, text }) => [path, [digestOf(text)]]))
  await requireOurs(folder, files, earlier)
  await writeList(folder, { unfinished: true }, unite(earlier, fresh))
  for (const { path, text } of files) await folder.files.write(join(folder.path, path), text)
  for (const path of Object.keys(earlier)) if (!Object.hasOwn(fresh, path)) await removeOurs(folder, path, earlier)
  await writeList(folder, plan, fresh)
  return [...files.map(({ path }) => path), listName]
}

/** What an earlier plan wrote; nothing where there is none. Throws `cli.file_in_the_way` where plan.json is somebody else's. */
async function readDigests(folder: PlanFolder): Promise<Digests> {
  const text = await folder.files.readText(join(folder.path, listName))
  if (text === undefined) return {}
  const found = parseList(text)
  if (found === undefined) throw inTheWay(folder, listName)
  return found
}

function parseList(text: string): Digests | undefined {
  try {
    const list: unknown = JSON.parse(text)
    if (!isRecord(list) || list.writtenBy !== mark || !isRecord(list.files)) return undefined
    const entries = Object.entries(list.files).filter(([path]) => /^(parameters\/)?[A-Za-z0-9][\w.-]*$/.test(path))
    return Object.fromEntries(entries.map(([path, digests]) => [path, Array.isArray(digests) ? digests.map(String) : []]))
  } catch {
    return undefined
  }
}

async function requireOurs(folder: PlanFolder, files: readonly PlanFile[], earlier: Digests): Promise<void> {
  const faults = []
  for (const { path, text } of files) {
    const there = await folder.files.readText(join(folder.path, path))
    if (there !== undefined && there !== text && !isOurs(path, there, earlier)) faults.push(inTheWay(folder, path))
  }
  if (faults.length > 0) throw failAll(faults)
}

async function removeOurs(folder: PlanFolder, path: string, earlier: Digests): Promise<void> {
  const there = await folder.files.readText(join(folder.path, path))
  if (there !== undefined && isOurs(path, there, earlier)) await folder.files.remove(join(folder.path, path))
}

async function writeList(folder: PlanFolder, plan: object, files: Digests): Promise<void> {
  await folder.files.write(join(folder.path, listName), `${JSON.stringify({ writtenBy: mark, ...plan, files }, null, 2)}\n`)
}

function unite(one: Digests, other: Digests): Digests {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...paths].map((path) => [path, [...ownDigests(one, path), ...ownDigests(other, path)]]))
}

function isOurs(path: string, text: string, earlier: Digests): boolean {
  return ownDigests(earlier, path).includes(digestOf(text))
}

function ownDigests(digests: Digests, path: string): readonly string[] {
  return Object.hasOwn(digests, path) ? (digests[path] ?? []) : []
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function inTheWay(folder: PlanFolder, path: string) {
  return fail('cli.file_in_the_way', { path: join(folder.named, path) })
}
