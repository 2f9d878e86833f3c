import type { CorpusRun, Result } from './run.ts'

export interface Summary {
  files: number
  templates: number
  parsed: number
  derived: number
  /** Of those derived, how many only once the team had allowed by name what they share with others. */
  allowed: number
  refused: { total: number; [reason: string]: number }
  crashed: number
  leaks: number
  ms: number
}

/** The figures of a run. */
export function summaryOf({ files, results, ms }: CorpusRun): Summary {
  const counts = countsOf(results)
  return { files: files.length, ...counts, ms: Math.round(ms) }
}

/** The table for people: one row a top folder, then why templates were refused, and each that is not as it should be. */
export function formatReport(run: CorpusRun, { refused }: Summary): string {
  const { total: _, ...reasons } = refused
  const lines = Object.entries(reasons).map(([reason, count]) => `${String(count).padStart(6)}  ${reason}`)
  const faults = run.results.flatMap(faultsOf)
  return [
    formatTable([
      header,
      ...foldersOf(run).map(([folder, files, results]) => rowOf(folder, files, results)),
      rowOf('all', run.files.length, run.results),
    ]),
    lines.length === 0 ? '' : `\nRefused, by reason:\n${lines.join('\n')}`,
    faults.length === 0 ? '' : `\nNot as it should be:\n${faults.join('\n')}`,
    '',
  ].join('\n')
}

/** One line a template: its path and what became of it. */
export function formatEach({ results }: CorpusRun): string {
  return results.map(({ path, fault, outcome, ms }) => `${path}\t${ms.toFixed(1)}\t${fault ?? toText(outcome)}`).join('\n')
}

const header = ['folder', 'files', 'templates', 'parsed', 'derived', 'allowed', 'refused', 'crashed', 'leaks', 'ms']

function countsOf(results: readonly Result[]) {
  const outcomes = results.flatMap(({ outcome }) => outcome ?? [])
  const reasons = outcomes.flatMap((each) => (each.kind === 'refused' ? [each.reason] : []))
  return {
    templates: results.length,
    parsed: outcomes.length,
    derived: outcomes.filter(({ kind }) => kind === 'derived').length,
    allowed: outcomes.filter((each) => each.kind === 'derived' && each.allowed.length > 0).length,
    refused: { total: reasons.length, ...tally(reasons) },
    crashed: outcomes.filter(({ kind }) => kind === 'crashed').length,
    leaks: outcomes.reduce((sum, each) => sum + (each.kind === 'derived' ? each.escaped.length : 0), 0),
  }
}

/** How often each word stands in a list, the most frequent first. */
function tally(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)))
}

function foldersOf({ files, results }: CorpusRun): [string, number, Result[]][] {
  const folders = [...new Set(files.map(folderOf))]
  return folders.map((folder) => [
    folder,
    files.filter((path) => folderOf(path) === folder).length,
    results.filter(({ path }) => folderOf(path) === folder),
  ])
}

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '.'
}

function rowOf(folder: string, files: number, results: readonly Result[]): string[] {
  const { templates, parsed, derived, allowed, refused, crashed, leaks } = countsOf(results)
  const ms = results.reduce((sum, result) => sum + result.ms, 0)
  return [folder, ...[files, templates, parsed, derived, allowed, refused.total, crashed, leaks, Math.round(ms)].map(String)]
}

function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '))
    .join('\n')
}

function faultsOf({ path, fault, outcome }: Result): string[] {
  if (fault !== undefined) return [`  ${path}: does not parse: ${fault.split('\n')[0]}`]
  if (outcome?.kind === 'crashed') return [`  ${path}: crashed: ${outcome.message.split('\n').slice(0, 3).join(' ')}`]
  return outcome?.kind === 'derived' ? outcome.escaped.map((id) => `  ${path}: holds production’s ${id}`) : []
}

function toText(outcome: Result['outcome']): string {
  if (outcome?.kind === 'derived') return outcome.text === '' ? 'derived: nothing is left' : 'derived'
  return outcome?.kind === 'refused' ? `refused: ${outcome.reason}: ${outcome.message}` : `crashed: ${outcome?.message ?? ''}`
}
