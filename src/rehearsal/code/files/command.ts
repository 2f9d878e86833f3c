import { modulesOf } from './modules.ts'
import type { Reference } from './reference.ts'
import { parseShellLine, type SimpleCommand } from './shell-words.ts'

/** Pure: what a shell line runs, as far as it can be a file of the checkout. */
export function commandReferences(line: string): Reference[] {
  return parseShellLine(line).flatMap((command) => [
    ...command.modulePath.map((path): Reference => ({ kind: 'module_path', path: below(command, path) })),
    ...programReferences(command).map((reference) => inFolder(reference, command)),
  ])
}

/** The files that a line names itself. */
export function commandFiles(line: string): string[] {
  return commandReferences(line).flatMap((reference) => (reference.kind === 'path' ? [reference.path] : []))
}

function programReferences({ words }: SimpleCommand): Reference[] {
  const [program = '', ...rest] = words
  const name = program.slice(program.lastIndexOf('/') + 1)
  const special = programs.find(([pattern]) => pattern.test(name))?.[1]
  return [...(special?.(rest) ?? []), ...words.flatMap(pathsOf)]
}

const programs: readonly (readonly [RegExp, (words: readonly string[]) => Reference[]])[] = [
  [/^(?:ba|z|k|da)?sh$/, (words) => inline(words, ['-c', '-ec', '-lc', '-euc', '-exc'], 'sh')],
  [
    /^python[\d.]*$/,
    (words) => [...valuesOf(words, ['-m']).flatMap((name) => modulesOf(`${name}.__main__`, 0)), ...inline(words, ['-c'], 'py')],
  ],
  [/^(?:Rscript|R)$/, (words) => inline(words, ['-e'], 'R')],
  [/^(?:node|tsx|ts-node|bun|deno)$/, (words) => inline(words, ['-e', '-p', '--eval', 'eval'], 'js')],
  [/^(?:psql|pgcli)$/, (words) => inline(words, ['-c', '--command'], 'sql')],
  [/^(?:npm|yarn|pnpm)$/, npmScripts],
  [/^(?:g?make|just)$/, makeTargets],
  [/^dbt$/, dbtModels],
  [/^airflow$/, airflowDags],
  [/^(?:source|\.)$/, (words) => words.slice(0, 1).map((path) => ({ kind: 'path', path }))],
]

function inline(words: readonly string[], options: readonly string[], ending: string): Reference[] {
  return valuesOf(words, options).map((code) => (ending === 'sh' ? { kind: 'shell', line: code } : { kind: 'inline', code, ending }))
}

/** What stands behind an option, as the next word or behind `=`. */
function valuesOf(words: readonly string[], options: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const [option = '', value] = word.startsWith('--') ? word.split(/=(.*)/s) : [word]
    if (!options.includes(option)) return []
    const found = value ?? words[at + 1]
    return found === undefined ? [] : [found]
  })
}

const npmOwn = /^(?:install|ci|i|exec|add|x|dlx|audit|ls|publish|pack)$/

function npmScripts(words: readonly string[]): Reference[] {
  const folder = valuesOf(words, ['--prefix', '-C', '--cwd', '--dir'])[0] ?? '.'
  const plain = words.filter((word, at) => !word.startsWith('-') && !['--prefix', '-C', '--cwd', '--dir'].includes(words[at - 1] ?? ''))
  const [verb, name] = plain
  if (verb === 'run' || verb === 'run-script') return name === undefined ? [] : [{ kind: 'npm_script', name, folder }]
  return verb === undefined || npmOwn.test(verb) ? [] : [{ kind: 'npm_script', name: verb, folder }]
}

function makeTargets(words: readonly string[]): Reference[] {
  const folder = valuesOf(words, ['-C', '--directory'])[0] ?? '.'
  const file = valuesOf(words, ['-f', '--file', '--makefile'])[0]
  const options = /^(?:-C|--directory|-f|--file|--makefile|-j|-o|-W)$/
  const targets = words.filter((word, at) => !word.startsWith('-') && !word.includes('=') && !options.test(words[at - 1] ?? ''))
  return (targets.length === 0 ? [undefined] : targets).map((name) => ({ kind: 'make_target', name, file, folder }))
}

/** `+model+`, `path:models/x`, `tag:nightly`: what is no name of a model stands for all. */
function dbtModels(words: readonly string[]): Reference[] {
  const [project = '.'] = valuesOf(words, ['--project-dir'])
  const names: string[] = []
  for (const [at, word] of words.entries()) {
    const before = words.slice(0, at).findLast((each) => each.startsWith('-'))
    if (!word.startsWith('-') && /^(?:-s|-m|--select|--models?)$/.test(before ?? '')) names.push(...word.split(/[\s,]+/))
    const joined = /^--(?:select|models?)=(.*)$/.exec(word)?.[1]
    if (joined !== undefined) names.push(...joined.split(/[\s,]+/))
  }
  const plain = names.map((name) => name.replace(/^[\d@+]+|\+\d*$/g, ''))
  const isPlain = plain.length > 0 && plain.every((name) => /^\w+$/.test(name))
  return [{ kind: 'dbt_models', names: isPlain ? plain : [], project }]
}

function airflowDags(words: readonly string[]): Reference[] {
  const [topic, verb, ...rest] = words
  const id = rest.find((word) => !word.startsWith('-'))
  const runs = (topic === 'dags' || topic === 'tasks') && /^(?:test|backfill|trigger|run|render)$/.test(verb ?? '')
  if (runs) return id === undefined ? [] : [{ kind: 'airflow_dag', id }]
  return topic === 'test' || topic === 'run' || topic === 'backfill' ? [{ kind: 'airflow_dag', id: verb ?? '' }] : []
}

/** A word that can be a file: it has an ending or a folder. Of `--file=x.R` what stands behind `=`. */
function pathsOf(word: string): Reference[] {
  const value = word.startsWith('-') ? word.slice(word.indexOf('=') + 1) : word
  if (value.startsWith('-') || value.length > 1000 || /[\s*?:]/.test(value)) return []
  return /[\w-]\.\w+$|\//.test(value) ? [{ kind: 'path', path: value }] : []
}

function inFolder(reference: Reference, command: SimpleCommand): Reference {
  if (command.folder === '.') return reference
  if (reference.kind === 'path') return { ...reference, path: below(command, reference.path) }
  if (reference.kind === 'npm_script' || reference.kind === 'make_target') return { ...reference, folder: below(command, reference.folder) }
  return reference.kind === 'dbt_models' ? { ...reference, project: below(command, reference.project) } : reference
}

function below({ folder }: SimpleCommand, path: string): string {
  return path.startsWith('/') ? path : `${folder}/${path}`
}
