import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Paths of the files below `folder` (absolute) that match `pattern`, relative to it, with `/` between the parts, in the
 * order of their code units. `*` and `?` stay within one part, `**` stands for any number of folders. Names that begin with a
 * dot match only a part that begins with one, and `**` enters neither those, nor node_modules, nor links.
 */
export async function findFiles(pattern: string, folder: string): Promise<string[]> {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  const found = new Set<string>()
  await descend(folder, '', parts, found)
  return [...found].sort()
}

async function descend(root: string, at: string, parts: readonly string[], found: Set<string>): Promise<void> {
  const [part, ...rest] = parts
  if (part === undefined) return
  if (part === '**') return descendAnywhere(root, at, rest, found)
  for (const name of await namesMatching(join(root, at), part)) {
    const path = at === '' ? name : `${at}/${name}`
    const kind = await kindOf(join(root, path))
    if (rest.length === 0 && kind === 'file') found.add(path)
    if (rest.length > 0 && kind === 'folder') await descend(root, path, rest, found)
  }
}

/** `**`: the rest of the pattern here, and `**` again in every folder. Alone at the end it means every file. */
async function descendAnywhere(root: string, at: string, rest: readonly string[], found: Set<string>): Promise<void> {
  await descend(root, at, rest.length === 0 ? ['*'] : rest, found)
  for (const entry of await entriesOf(join(root, at))) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue
    await descend(root, at === '' ? entry.name : `${at}/${entry.name}`, ['**', ...rest], found)
  }
}

async function namesMatching(folder: string, part: string): Promise<string[]> {
  if (!/[*?]/.test(part)) return [part]
  const expression = toExpression(part)
  const names = (await entriesOf(folder)).map((entry) => entry.name)
  return names.filter((name) => expression.test(name) && (part.startsWith('.') || !name.startsWith('.')))
}

function toExpression(part: string): RegExp {
  const source = part
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${source}$`, 'su')
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (isAbsence(error)) return []
    throw error
  }
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'other'> {
  try {
    const status = await stat(path)
    if (status.isFile()) return 'file'
    return status.isDirectory() ? 'folder' : 'other'
  } catch (error) {
    if (isAbsence(error)) return 'other'
    throw error
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}
