import { dirname, isAbsolute, join, normalize } from 'node:path'
import { codeEndings } from '../language.ts'
import type { Reference } from './reference.ts'

/**
 * Pure: the paths, relative to the checkout, at which what `file` names may be, the likeliest first. `modulePath` are
 * the folders that Python looks in beside the file's own and the checkout's.
 */
export function possiblePaths(reference: Reference, file: string, modulePath: readonly string[]): string[] {
  const folder = dirname(file)
  if (reference.kind === 'path') return inside(pathsOf(reference.path, folder))
  if (reference.kind === 'script') return inside(scriptPaths(join(folder, reference.path)))
  if (reference.kind === 'module') return inside(modulePaths(reference, folder, modulePath))
  return []
}

/** A path that stays in the checkout and is the team's own. */
export function inside(paths: readonly string[]): string[] {
  const normal = paths.map((path) => normalize(path).replace(/\/$/, ''))
  return [...new Set(normal)].filter((path) => !isAbsolute(path) && !outside.test(path) && !path.includes('\u0000') && path !== '.')
}

const outside = /^\.\.(?:\/|$)|(?:^|\/)(?:node_modules|\.git|\.venv|venv|site-packages|__pycache__)(?:\/|$)/

/** Whether a path ends as files of code do. */
export function isCode(path: string): boolean {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase()
  return ending !== undefined && codeEndings.includes(ending)
}

/** An absolute path is where the code is deployed to: its end may be a path of the checkout. */
function pathsOf(path: string, folder: string): string[] {
  if (!isAbsolute(path) && !path.startsWith('~'))
    return [join(folder, path), path, ...(path.startsWith('../') ? [path.replace(/^(?:\.\.\/)+/, '')] : [])]
  const parts = path.split('/').slice(1)
  const ends = parts.slice(-5).map((_, at, last) => last.slice(at).join('/'))
  return [...ends, join(folder, parts.at(-1) ?? '')]
}

const scriptEndings = ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx']

function scriptPaths(path: string): string[] {
  const withoutEnding = path.replace(/\.[mc]?jsx?$/, '')
  return [
    path,
    ...scriptEndings.map((ending) => `${path}.${ending}`),
    ...scriptEndings.map((ending) => `${withoutEnding}.${ending}`),
    ...scriptEndings.map((ending) => `${path}/index.${ending}`),
  ]
}

function modulePaths({ name, up }: { name: string; up: number }, folder: string, modulePath: readonly string[]): string[] {
  if (!/^[\w.]*$/.test(name)) return []
  const path = name.replaceAll('.', '/')
  const from = up === 0 ? [folder, '.', ...modulePath, 'src', 'lib'] : [join(folder, '../'.repeat(up - 1))]
  return from.flatMap((root) => [`${path}.py`, `${path}/__init__.py`].map((each) => join(root, each)))
}
