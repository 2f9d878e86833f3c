import { fail, failAll } from '../../errors.ts'
import type { MaskCatalog, MaskColumn, MaskTable } from './types.ts'

/** The columns that a team has looked at when it last confirmed its mask rules: lines of replica.columns. */
export type Confirmed = ReadonlySet<string>

/** The name of the file, beside replica.yml. */
export const confirmedFile = 'replica.columns' as const

/** One line of replica.columns: a column and its type. A changed type makes it a new column. */
export function confirmedLine(store: string, table: MaskTable, column: MaskColumn): string {
  return `${[store, table.schema, table.name, column.name].map(formatPart).join('.')} ${formatType(column.type)}`
}

/** replica.columns as these stores have it now: every column that holds data of its own, sorted. */
export function formatConfirmed(catalogs: Readonly<Record<string, MaskCatalog>>): string {
  const lines = Object.entries(catalogs).flatMap(([store, { tables }]) =>
    tables
      .filter(({ kind }) => kind !== 'view')
      .flatMap((table) => table.columns.filter(({ generated }) => !generated).map((column) => confirmedLine(store, table, column))),
  )
  return `${[heading, ...lines.sort(byCodeUnits)].join('\n')}\n`
}

/** Reads replica.columns. Throws `mask.bad_confirmation` for each line that is none, with its place. */
export function parseConfirmed(text: string, path: string): Confirmed {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const faults = lines.flatMap((line, at) =>
    isComment(line) || /^\S+ \S/.test(line)
      ? []
      : [fail('mask.bad_confirmation', { place: `${path}:${at + 1}:1`, line: line.slice(0, 80) })],
  )
  if (faults.length > 0) throw failAll(faults)
  return new Set(lines.filter((line) => !isComment(line)))
}

/** What is in one confirmation and not in the other. */
export function compareConfirmed(before: Confirmed, after: Confirmed): { added: string[]; gone: string[] } {
  return { added: [...after].filter((line) => !before.has(line)), gone: [...before].filter((line) => !after.has(line)) }
}

const heading = '# Columns of the stores when the mask rules in replica.yml were last confirmed (prod-replica mask --confirm).'

function isComment(line: string): boolean {
  return line === '' || line.startsWith('#')
}

/** Names of plain characters as they are; any other in JSON's quotes and ASCII without a space, so that a line stays a line. */
function formatPart(name: string): string {
  return /^[\p{L}\p{N}_$-]+$/u.test(name) ? name : JSON.stringify(name).replace(/[^\x21-\x7e]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function formatType(type: string): string {
  return type.replace(/\s+/g, ' ')
}

/** The same order on every machine, whatever its language. */
function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
