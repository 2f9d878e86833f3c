import { dirname, isAbsolute, join, normalize } from 'node:path'
import type { PipelineSpec } from '../spec/types.ts'
import type { Rehearsal } from './context.ts'
import type { IntegratePorts } from './ports.ts'
import type { Place } from './types.ts'

/** The text of a pipeline's own files, by path relative to the checkout. */
export type CodeFiles = ReadonlyMap<string, string>

const mostFiles = 50

/**
 * The files of a pipeline: its SQL file, or those that its command names, and those that they name in turn (an import, a
 * source()), as far as they are in the folder. `folder` is absolute.
 */
export async function readCodeFiles(job: PipelineSpec['job'], folder: string, ports: IntegratePorts): Promise<CodeFiles> {
  const files = new Map<string, string>()
  const waiting = job.kind === 'sql' ? [job.file] : namedFiles(job.run, '.')
  for (const file of waiting) {
    if (files.has(file) || files.size >= mostFiles) continue
    const text = await readFile(join(folder, file), ports)
    if (text === undefined) continue
    files.set(file, text)
    waiting.push(...namedFiles(text, dirname(file)), ...importedFiles(text, dirname(file)))
  }
  return files
}

/** Whether the checkout has a file that the pipeline names, and the base revision does not. */
export async function isNewPipeline(
  { job }: Pick<PipelineSpec, 'job'>,
  { code, ports }: Pick<Rehearsal, 'code' | 'ports'>,
): Promise<boolean> {
  for (const file of job.kind === 'sql' ? [job.file] : namedFiles(job.run, '.')) {
    const [now, old] = await Promise.all([code.candidate, code.baseline].map((folder) => ports.files.exists(join(folder, file))))
    if (now === true && old === false) return true
  }
  return false
}

async function readFile(path: string, ports: IntegratePorts): Promise<string | undefined> {
  try {
    return await ports.files.readText(path)
  } catch {
    // A folder, or no text: not a file of code.
    return undefined
  }
}

const extensions = 'sql|r|R|py|js|mjs|cjs|ts|mts|cts|sh|rb|pl|jl|php|scala|kt|java|go|ipynb|ya?ml'
const fileName = new RegExp(String.raw`[\w./-]+\.(?:${extensions})\b`, 'g')

function namedFiles(text: string, folder: string): string[] {
  const names = text.match(fileName) ?? []
  return [...new Set(names.flatMap((name) => [normalize(join(folder, name)), normalize(name)]))].filter(isInside)
}

/** Python names modules without an ending: `from scores import …`. */
function importedFiles(text: string, folder: string): string[] {
  const modules = [...text.matchAll(/^\s*(?:from\s+\.?([\w.]+)\s+import|import\s+([\w.]+))/gm)].map((match) => match[1] ?? match[2] ?? '')
  return modules
    .filter((name) => name !== '')
    .map((name) => normalize(join(folder, `${name.replaceAll('.', '/')}.py`)))
    .filter(isInside)
}

function isInside(path: string): boolean {
  return !isAbsolute(path) && !path.startsWith('..') && !path.startsWith('node_modules')
}

/**
 * Where a pipeline's files use a name as a whole word, the likeliest use first: in code or an SQL string before
 * comments, in a line that takes it from a row (`$name`, `.name`, `["name"]`) before others.
 */
export function findUses(files: CodeFiles, name: string): Place[] {
  const word = new RegExp(String.raw`(?<![\w$])${escapeRegExp(name)}(?![\w])|\$${escapeRegExp(name)}(?!\w)`, 'i')
  const found: (Place & { rank: number })[] = []
  for (const [file, text] of files)
    for (const [at, line] of text.split('\n').entries()) {
      if (word.test(line)) found.push({ file, line: at + 1, text: line.trim().slice(0, 160), rank: rankOf(line, name, word) })
    }
  return found.sort((one, other) => one.rank - other.rank).map(({ rank: _, ...place }) => place)
}

function rankOf(line: string, name: string, word: RegExp): number {
  const code = line.replace(/(?:^|\s)(?:#|\/\/|--).*$/, '')
  if (!word.test(code)) return 2
  const access = new RegExp(String.raw`(?:\$|\.|\[\s*["'])${escapeRegExp(name)}(?!\w)`, 'i')
  return access.test(code) ? 0 : 1
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** Files that the checkout has otherwise than the base, with the first line that differs. */
export function editedPlaces(base: CodeFiles, code: CodeFiles): { file: string; line: number }[] {
  return [...code].flatMap(([file, text]) => {
    const old = base.get(file)
    if (old === text) return []
    const lines = (old ?? '').split('\n')
    const at = text.split('\n').findIndex((line, index) => line !== lines[index])
    return [{ file, line: Math.max(0, at) + 1 }]
  })
}
