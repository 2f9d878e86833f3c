import { chmod, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { fail } from '../errors.ts'
import type { Parcel, Parcels } from '../ports/parcels.ts'

const mostBytes = 1024 ** 3

/** The way is short; a hundred megabytes of Node take the time. */
const quick = { level: 1 }

/** A file in a parcel: its bytes follow, or it is a link. */
interface Entry {
  path: string
  mode: number
  bytes: number
  link?: string
}

/** For each file a line of JSON that tells of it, then its bytes; all of it gzip. No program of another's packs or unpacks it. */
export function createParcels(): Parcels {
  return { pack, unpack, compress: (content) => promisify(gzip)(content, quick) }
}

async function pack(folder: string, paths?: readonly string[]): Promise<Parcel> {
  const pieces: Uint8Array[] = []
  let [total, files] = [0, 0]
  for (const path of paths ?? (await filesBelow(folder))) {
    const packed = await packFile(folder, path)
    if (packed === undefined) continue
    files += 1
    total += packed.entry.bytes
    if (total > mostBytes) throw fail('parcel.too_large', { folder, megabytes: mostBytes / 1024 ** 2 })
    pieces.push(Buffer.from(`${JSON.stringify(packed.entry)}\n`), packed.content)
  }
  return { content: await promisify(gzip)(Buffer.concat(pieces), quick), files }
}

/** Node's own recursion would walk through links. */
async function filesBelow(folder: string, path = ''): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true })
  const found = entries.map((entry) => {
    const inside = join(path, entry.name)
    return entry.isDirectory() ? filesBelow(folder, inside) : [inside]
  })
  return (await Promise.all(found)).flat().sort()
}

async function packFile(folder: string, path: string): Promise<{ entry: Entry; content: Uint8Array } | undefined> {
  const at = join(folder, path)
  const facts = await lstat(at).catch(() => undefined)
  if (facts?.isSymbolicLink()) return packLink(folder, path)
  if (!facts?.isFile()) return undefined
  if (facts.size > mostBytes) throw fail('parcel.too_large', { folder, megabytes: mostBytes / 1024 ** 2 })
  const content = await readFile(at)
  return { entry: { path, mode: facts.mode & 0o777, bytes: content.length }, content }
}

async function packLink(folder: string, path: string): Promise<{ entry: Entry; content: Uint8Array }> {
  const link = await readlink(join(folder, path))
  const target = normalize(join(dirname(path), link))
  if (isAbsolute(link) || !isInside(target)) throw fail('parcel.link_outside', { path, target: link })
  return { entry: { path, mode: 0o777, bytes: 0, link }, content: new Uint8Array() }
}

async function unpack(content: Uint8Array, folder: string): Promise<void> {
  const bytes = await promisify(gunzip)(content, { maxOutputLength: mostBytes + 256 * 1024 ** 2 }).catch((error: unknown) => {
    throw fail('parcel.damaged', { reason: 'it is not compressed as ours are' }, error)
  })
  const links: Entry[] = []
  await mkdir(folder, { recursive: true })
  for (const [entry, from] of entriesOf(bytes)) {
    const target = resolve(folder, entry.path)
    await mkdir(dirname(target), { recursive: true })
    if (entry.link !== undefined) links.push(entry)
    else await writeNew(target, bytes.subarray(from, from + entry.bytes), entry.mode)
  }
  // Last: no file is written through one.
  for (const { path, link = '' } of links) await symlink(link, join(folder, path))
}

async function writeNew(path: string, content: Uint8Array, mode: number): Promise<void> {
  await writeFile(path, content)
  await chmod(path, mode)
}

function* entriesOf(bytes: Buffer): Generator<[Entry, number]> {
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf(0x0a, at)
    const entry = parseEntry(lineEnd < 0 ? '' : bytes.toString('utf8', at, lineEnd))
    if (entry === undefined || lineEnd + 1 + entry.bytes > bytes.length)
      throw fail('parcel.damaged', { reason: 'a file of it is not whole' })
    if (!isInside(normalize(entry.path)) || isEscape(entry)) throw fail('parcel.damaged', { reason: 'a path leads out of its folder' })
    yield [entry, lineEnd + 1]
    at = lineEnd + 1 + entry.bytes
  }
}

function parseEntry(line: string): Entry | undefined {
  try {
    const { path, mode, bytes, link } = JSON.parse(line) as Partial<Entry>
    const isWhole = typeof path === 'string' && Number.isInteger(mode) && Number.isInteger(bytes) && (bytes ?? -1) >= 0
    if (!isWhole || (link !== undefined && typeof link !== 'string')) return undefined
    return { path, mode: (mode ?? 0) & 0o777, bytes: bytes ?? 0, ...(link === undefined ? {} : { link }) }
  } catch {
    return undefined
  }
}

function isEscape({ path, link }: Entry): boolean {
  return link !== undefined && (isAbsolute(link) || !isInside(normalize(join(dirname(path), link))))
}

function isInside(path: string): boolean {
  return path !== '' && !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`)
}
