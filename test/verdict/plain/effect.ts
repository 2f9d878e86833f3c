import type { Change } from '../changes/index.ts'
import type { Dump, TableDump } from './dump.ts'
import type { PlainRun } from './run.ts'

/** What a change truly does to a pipeline. `where` names what differs. */
export interface Effect {
  kind: 'same' | 'different' | 'fails'
  where: readonly string[]
}

/** A pipeline's two runs without the change. What differs between them is noise. */
export interface Baseline {
  first: PlainRun
  second: PlainRun
}

/** Pure: compares a run on the changed copy with those on the unchanged one, as text. */
export function trueEffect({ first, second }: Baseline, run: PlainRun, change: Pick<Change, 'renamed'>): Effect {
  if (run.exitCode !== 0) return { kind: 'fails', where: [run.stderr.trim().split('\n').slice(-3).join(' | ')] }
  const where = [
    ...tablesThatDiffer(first, run, new Set(noisyColumns(first, second)), change.renamed ?? {}),
    ...(sameText(first.stdout, second.stdout, run.stdout) ? [] : ['stdout']),
    ...Object.keys(first.files).filter((path) => !sameText(first.files[path], second.files[path], run.files[path])),
  ]
  return { kind: where.length > 0 ? 'different' : 'same', where }
}

/** Lines in which the two runs without the change differ are not looked at. */
function sameText(first = '', second = '', changed = ''): boolean {
  const [one, two, three] = [first, second, changed].map((text) => text.split('\n')) as [string[], string[], string[]]
  if (one.length !== two.length) return true
  return one.length === three.length && one.every((line, at) => line !== two[at] || line === three[at])
}

function noisyColumns(first: PlainRun, second: PlainRun): string[] {
  return [...first.after].flatMap(([table, one]) => {
    const two = second.after.get(table)
    return one.columns.flatMap(({ name }) => {
      const [left, right] = [one, two].map((dump) => project(dump, [name]).sort().join('\n'))
      return left === right ? [] : [`${table}.${name}`]
    })
  })
}

type Names = Readonly<Record<string, string>>

function tablesThatDiffer(base: PlainRun, run: PlainRun, noise: ReadonlySet<string>, renamed: Names): string[] {
  const partnerOf = (table: string): string => (base.before.has(table) ? (renamed[table] ?? table) : table)
  const partners = new Set([...base.after.keys()].map(partnerOf))
  const missing = [...run.after.keys()].filter((table) => !partners.has(table) && wrote(run, table))
  const differing = [...base.after.keys()].filter((table) => {
    const partner = partnerOf(table)
    if (!wrote(base, table) && !wrote(run, partner)) return false
    return !sameTable(table, partner, base, run, noise, renamed)
  })
  return [...differing, ...missing]
}

function wrote({ before, after }: PlainRun, table: string): boolean {
  const [old, now] = [before.get(table), after.get(table)]
  if (old === undefined || now === undefined) return old !== now
  const all = now.columns.map(({ name }) => name)
  return project(old, all).sort().join('\n') !== project(now, all).sort().join('\n')
}

function sameTable(table: string, partner: string, base: PlainRun, run: PlainRun, noise: ReadonlySet<string>, renamed: Names): boolean {
  const [one, other] = [base.after.get(table), run.after.get(partner)]
  if (one === undefined || other === undefined) return false
  const isNew = !base.before.has(table)
  const newName = (name: string): string => (isNew ? name : (renamed[`${table}.${name}`] ?? name))
  const shared = one.columns.map(({ name }) => name).filter((name) => other.columns.some((column) => column.name === newName(name)))
  if (isNew && (shared.length < one.columns.length || shared.length < other.columns.length)) return false
  const stable = shared.filter((name) => !noise.has(`${table}.${name}`))
  const mine = (dump: Dump): string[] => project(dump.get(table), stable)
  const theirs = (dump: Dump): string[] => project(dump.get(partner), stable.map(newName))
  if (equal(mine(base.after), theirs(run.after))) return true
  const [added, removed] = [minus(mine(base.after), mine(base.before)), minus(mine(base.before), mine(base.after))]
  return equal(added, minus(theirs(run.after), theirs(run.before))) && equal(removed, minus(theirs(run.before), theirs(run.after)))
}

/** The rows as text, of these columns. Numbers that are equal have one text. */
function project(dump: TableDump | undefined, names: readonly string[]): string[] {
  if (dump === undefined) return []
  const places = names.map((name) => dump.columns.findIndex((column) => column.name === name))
  return dump.rows.map((row) => JSON.stringify(places.map((place) => canonical(row[place] ?? null, dump.columns[place]?.type ?? ''))))
}

const numeric = /^(?:smallint|integer|bigint|numeric|real|double precision)$/

function canonical(text: string | null, type: string): string | null {
  if (text === null || !numeric.test(type) || !text.includes('.')) return text
  return text.replace(/\.?0+$/, '')
}

function minus(rows: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1)
  return rows.filter((row) => {
    const count = left.get(row) ?? 0
    left.set(row, count - 1)
    return count <= 0
  })
}

function equal(rows: readonly string[], others: readonly string[]): boolean {
  return [...rows].sort().join('\n') === [...others].sort().join('\n')
}
