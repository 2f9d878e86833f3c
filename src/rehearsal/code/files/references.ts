import { type Language, languageOf } from '../language.ts'
import { codeOf } from '../literate.ts'
import { scanCode } from '../scan.ts'
import type { CodeToken } from '../token.ts'
import { commandReferences } from './command.ts'
import { modulesOf } from './modules.ts'
import type { Reference } from './reference.ts'

/** Pure: what a file of code names: what it imports or sources, and paths in its strings. */
export function fileReferences(file: string, text: string): Reference[] {
  const source = codeOf(file, text)
  const { language, syntax } = languageOf(file, source)
  if (language === 'sql') return sqlReferences(source)
  const tokens = scanCode(source, syntax)
  if (language === 'shell') return [...commandReferences(source), ...pathsInStrings(tokens)]
  return [...importsOf(language, tokens, source), ...pathsInStrings(tokens), ...foldersListed(tokens)]
}

/** psql's `\i file`; dbt's `{{ ref('model') }}`. */
function sqlReferences(source: string): Reference[] {
  const included = [...source.matchAll(/^\s*\\(?:i|ir|include|include_relative)\s+'?([^\s']+)/gm)].map(
    ([, path = '']): Reference => ({ kind: 'path', path }),
  )
  const models = [...source.matchAll(/\bref\(\s*(?:['"][\w-]+['"]\s*,\s*)?['"](\w+)['"]/g)].map(([, name = '']) => name)
  return models.length === 0 ? included : [...included, { kind: 'dbt_models', names: models, project: '.' }]
}

function importsOf(language: Language, tokens: readonly CodeToken[], source: string): Reference[] {
  if (language === 'javascript') return scriptImports(tokens)
  return language === 'python' ? pythonImports(tokens, source) : []
}

function scriptImports(tokens: readonly CodeToken[]): Reference[] {
  return tokens.flatMap((token, at): Reference[] => {
    const before = tokens[at - 1]?.value === '(' ? tokens[at - 2]?.value : tokens[at - 1]?.value
    const isImport = before === 'require' || before === 'import' || before === 'from' || before === 'resolve'
    return token.kind === 'text' && isImport && token.value.startsWith('.') ? [{ kind: 'script', path: token.value }] : []
  })
}

/** `import a.b, c`, `from .a import b`, `import_module("a.b")`, `sys.path.insert(0, "lib")`. */
function pythonImports(tokens: readonly CodeToken[], source: string): Reference[] {
  const imported = [...source.matchAll(importLine)].flatMap(([, dots = '', from = '', listed, names = '', modules]) =>
    modules === undefined ? importedFrom(dots.length, from, listed ?? names) : splitNames(modules).flatMap((name) => modulesOf(name, 0)),
  )
  const called = tokens.flatMap((token, at): Reference[] => {
    const call = tokens[at - 1]?.value === '(' ? tokens[at - 2]?.value : undefined
    if (token.kind === 'text') return /^(?:import_module|__import__|run_module)$/.test(call ?? '') ? modulesOf(token.value, 0) : []
    const extendsPath =
      token.value === 'path' && tokens[at - 2]?.value === 'sys' && /^(?:insert|append|extend)$/.test(tokens[at + 2]?.value ?? '')
    return extendsPath ? stringsBehind(tokens, at + 3).map((path): Reference => ({ kind: 'module_path', path })) : []
  })
  return [...called, ...imported]
}

const importLine = /^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(?:\(([^)]{0,2000})|([\w, \t*\\]*))|import[ \t]+([\w., \t]+))/gm

function importedFrom(up: number, from: string, names: string): Reference[] {
  const parts = splitNames(names).map((name): Reference => ({ kind: 'module', name: from === '' ? name : `${from}.${name}`, up }))
  return from === '' ? parts : [...modulesOf(from, up), ...parts]
}

/** `a as b, c` → a, c */
function splitNames(names: string): string[] {
  return names.split(',').flatMap((name) => /^[\w.]+/.exec(name.trim())?.[0] ?? [])
}

function stringsBehind(tokens: readonly CodeToken[], from: number): string[] {
  const depth = (tokens[from]?.depth ?? 0) + 1
  const strings: string[] = []
  for (let at = from + 1; at < Math.min(tokens.length, from + 30); at += 1) {
    const token = tokens[at]
    if (token === undefined || token.depth < depth) break
    if (token.kind === 'text') strings.push(token.value)
  }
  return strings.length > 1 ? [...strings, strings.join('/')] : strings
}

const mostInText = 200

/** Paths in a string; and where strings stand together in one call (`join(folder, "sql", "a.sql")`), what they make up. */
function pathsInStrings(tokens: readonly CodeToken[]): Reference[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'text' || !token.value.includes('.')) return []
    const before: string[] = []
    for (let back = at - 2; back >= at - 8; back -= 2) {
      const [part, mark] = [tokens[back], tokens[back + 1]]
      if (part?.kind !== 'text' || (mark?.value !== ',' && mark?.value !== '/')) break
      before.unshift(part.value)
    }
    const joined = before.map((_, from): Reference => ({ kind: 'path', path: [...before.slice(from), token.value].join('/') }))
    return [...joined, ...pathsInText(token.value)]
  })
}

function pathsInText(text: string): Reference[] {
  const words = text.slice(0, 100_000).match(/[\w@.~/-]+/g) ?? []
  const paths = words.filter((word) => word.length <= 300 && /[\w@-]\.\w{1,8}$/.test(word))
  return paths.slice(0, mostInText).map((path): Reference => ({ kind: 'path', path }))
}

const listing = /^(?:list\.files|dir|listdir|glob|iglob|readdirSync|readdir|globSync|source_dir|sourceDirectory|load_all|dir_ls)$/

/** `list.files("R")`: the code reads whatever is there. */
function foldersListed(tokens: readonly CodeToken[]): Reference[] {
  return tokens.flatMap((token, at): Reference[] => {
    const isListed = token.kind === 'text' && tokens[at - 1]?.value === '(' && listing.test(tokens[at - 2]?.value ?? '')
    return isListed ? [{ kind: 'folder', path: token.value.replace(/\/?[^/]*[*?].*$/, '') || '.' }] : []
  })
}
