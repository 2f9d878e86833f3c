import { basename, dirname, join, normalize } from 'node:path'
import type { Files } from '../../ports/files.ts'
import type { PipelineSpec } from '../../spec/types.ts'
import { commandReferences } from './files/command.ts'
import type { Reference } from './files/reference.ts'
import { fileReferences } from './files/references.ts'
import { inside, isCode, possiblePaths } from './files/resolve.ts'
import { definesDag, makeRecipe, npmScriptLines } from './files/tools.ts'
import { inlineCode } from './inline-code.ts'

/** The text of a pipeline's own files, by path relative to the checkout, nearest to its command first. */
export type CodeFiles = ReadonlyMap<string, string>

const mostFiles = 200
const mostLooks = 4_000
const largestFile = 1_000_000
const mostGlobbed = 300

/**
 * The files of a pipeline: its SQL file, or what its command runs, and what these import, source, include or name in
 * turn. Only text of at most 1 MB that lies in the folder, also where links lead, and is no package of others. `folder`
 * is absolute.
 */
export async function readCodeFiles(
  job: PipelineSpec['job'],
  folder: string,
  ports: { files: Files; folder: string },
  specFile = 'replica.yml',
): Promise<CodeFiles> {
  const root = (await ports.files.inspect(folder).catch(() => undefined))?.path ?? folder
  const search: Search = { files: ports.files, folder, root, found: new Map(), waiting: [], looked: new Set(), modulePath: [] }
  const first: Reference[] = job.kind === 'sql' ? [{ kind: 'path', path: job.file }] : commandReferences(job.run)
  search.waiting.push(...first.map((reference) => ({ reference, file: '.' })))
  for (const { reference, file } of search.waiting) {
    if (search.found.size >= mostFiles || search.looked.size >= mostLooks) break
    await follow(search, reference, file)
  }
  const inline = job.kind === 'sql' ? undefined : await inlineCode(job.run, join(ports.folder, basename(specFile)), ports.files)
  return inline === undefined ? search.found : new Map([...search.found, [basename(specFile), inline]])
}

interface Search {
  files: Files
  folder: string
  /** The folder without links. */
  root: string
  found: Map<string, string>
  waiting: { reference: Reference; file: string }[]
  looked: Set<string>
  modulePath: string[]
}

async function follow(search: Search, reference: Reference, file: string): Promise<void> {
  switch (reference.kind) {
    case 'module_path':
      search.modulePath.push(reference.path, join(dirname(file), reference.path))
      return
    case 'shell':
      return followLine(search, reference.line, file)
    case 'inline':
      return nameInline(search, reference)
    case 'folder':
      return readFolder(search, [join(dirname(file), reference.path), reference.path])
    case 'npm_script':
      return followScript(search, reference)
    case 'make_target':
      return readRecipe(search, reference)
    case 'dbt_models':
      return readModels(search, reference, file)
    case 'airflow_dag':
      return readDag(search, reference.id)
    default:
      return readFirst(search, possiblePaths(reference, file, search.modulePath))
  }
}

function followLine(search: Search, line: string, file: string): void {
  search.waiting.push(...commandReferences(line).map((reference) => ({ reference, file })))
}

async function followScript(search: Search, { name, folder }: { name: string; folder: string }): Promise<void> {
  const path = join(folder, 'package.json')
  const text = await textOf(search, path)
  for (const line of npmScriptLines(text ?? '', name)) followLine(search, line, path)
}

async function readFirst(search: Search, paths: readonly string[]): Promise<void> {
  for (const path of paths) if (await readFile(search, path)) return
}

function nameInline(search: Search, { code, ending }: { code: string; ending: string }): void {
  search.waiting.push(...fileReferences(`inline.${ending}`, code).map((reference) => ({ reference, file: '.' })))
}

/** Reads one file and what it names; false where there is none. */
async function readFile(search: Search, path: string): Promise<boolean> {
  if (search.found.has(path)) return true
  const text = isCode(path) || !/\.\w+$/.test(path) ? await textOf(search, path) : undefined
  if (text === undefined) return false
  search.found.set(path, text)
  search.waiting.push(...fileReferences(path, text).map((reference) => ({ reference, file: path })))
  return true
}

/** A file's text, where it lies in the checkout and is no data. */
async function textOf(search: Search, path: string): Promise<string | undefined> {
  const [inner] = inside([path])
  if (inner === undefined || search.looked.has(inner)) return undefined
  search.looked.add(inner)
  try {
    const entry = await search.files.inspect(join(search.folder, inner))
    const isOwn = entry?.path.startsWith(`${search.root}/`) === true && inside([entry.path.slice(search.root.length + 1)]).length > 0
    if (entry === undefined || !isOwn || entry.kind !== 'file' || entry.bytes > largestFile) return undefined
    const text = await search.files.readText(join(search.folder, inner))
    return text?.includes('\u0000') ? undefined : text
  } catch {
    // What cannot be read names nothing.
    return undefined
  }
}

/** Reads the files of code in the first of the folders that has files. */
async function readFolder(search: Search, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const inner = normalize(folder).replace(/\/$/, '')
    if (inner !== '.' && inside([inner]).length === 0) continue
    const found = (await glob(search, inner, '*')).slice(0, mostGlobbed)
    for (const path of found.filter(isCode)) await readFile(search, join(inner, path))
    if (found.length > 0) return
  }
}

async function glob(search: Search, folder: string, pattern: string): Promise<string[]> {
  try {
    return await search.files.glob(pattern, join(search.folder, folder))
  } catch {
    return []
  }
}

async function readRecipe(
  search: Search,
  { name, file, folder }: { name: string | undefined; file: string | undefined; folder: string },
): Promise<void> {
  for (const each of file === undefined ? ['GNUmakefile', 'makefile', 'Makefile', 'justfile'] : [file]) {
    const path = join(folder, each)
    const text = await textOf(search, path)
    if (text === undefined) continue
    search.found.set(path, text)
    followLine(search, makeRecipe(text, name), path)
    return
  }
}

/** dbt finds a model by the name of its file, anywhere below its project. */
async function readModels(search: Search, { names, project }: { names: readonly string[]; project: string }, file: string): Promise<void> {
  const at = file.lastIndexOf('models/')
  const folder = project === '.' && at > 0 ? file.slice(0, at) : project
  const patterns = names.length === 0 ? ['**/models/**/*.sql'] : names.map((name) => `**/${name}.sql`)
  for (const pattern of patterns)
    for (const path of (await glob(search, folder, pattern)).slice(0, mostGlobbed)) {
      const [model] = inside([join(folder, path)])
      if (model === undefined || !(await readFile(search, model))) continue
      for (const schema of await glob(search, dirname(model), '*.y*ml')) await readFile(search, join(dirname(model), schema))
    }
}

/** Airflow knows a DAG by its id; most are in `dags`. */
async function readDag(search: Search, id: string): Promise<void> {
  for (const pattern of ['dags/**/*.py', '**/dags/**/*.py', '**/*.py'])
    for (const path of (await glob(search, '.', pattern)).slice(0, mostGlobbed)) {
      if (inside([path]).length === 0) continue
      const text = search.found.get(path) ?? (await textOf(search, path))
      search.looked.delete(path)
      if (text !== undefined && definesDag(text, id) && (await readFile(search, path))) return
    }
}
