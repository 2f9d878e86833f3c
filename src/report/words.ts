import type { SchemaChange } from '../rehearsal/types.ts'
import { cleanLine } from './clean.ts'
import type { SummaryStatus } from './types.ts'

/** The status as one capital word: colour is never the only sign. */
export function formatStatus(status: string): string {
  return status.replaceAll('_', ' ').toUpperCase()
}

/** The sign before a status or severity, readable in one colour. */
export function markOf(status: SummaryStatus | string): string {
  const marks: Readonly<Record<string, string>> = { passed: '✓', applied: '✓', broken: '✗', failed: '✗', changed: '≠', cancelled: '⊘' }
  return marks[status] ?? (status === 'inconclusive' ? '?' : '·')
}

/** `1 pipeline`, `2 pipelines`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** `0.4 s`, `41 s`, `2 min 5 s`, `1 h 2 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** `5 rows on both sides`, `5 rows before, 3 after`. */
export function formatRowCounts({ before, after }: { before: number; after: number }): string {
  return before === after ? `${count(after, 'row')} on both sides` : `${count(before, 'row')} before, ${after} after`
}

/** A number for people: at most three decimals; `–` where there is none. */
export function formatNumber(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '–' : String(Math.round(value * 1000) / 1000)
}

/** A share of 0 to 1 as per cent. Never rounds a few nulls to none, or nearly all to all. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 1000) / 10
  if (percent === 0 && share > 0) return '< 0.1 %'
  return percent === 100 && share < 1 ? '> 99.9 %' : `${percent} %`
}

/** What a change does, as a sentence without a subject: `renames column app public.scores.test_score to score`. */
export function describeChange(change: SchemaChange): string {
  const table = `${change.store} ${change.table}`
  const column = `${table}.${change.column ?? '?'}`
  const before = change.before ?? '?'
  const after = change.after ?? '?'
  const sentences: Record<SchemaChange['kind'], string> = {
    table_added: `adds table ${table}`,
    table_dropped: `drops table ${table}`,
    table_renamed: `renames table ${table} to ${after}`,
    table_replaced: `makes ${table}, a ${before}, a ${after}`,
    column_added: `adds column ${column}${change.after === undefined ? '' : ` (${after})`}`,
    column_dropped: `drops column ${column}`,
    column_renamed: `renames column ${column} to ${after}`,
    column_retyped: `changes the type of ${column} from ${before} to ${after}`,
    column_nullability: `changes ${column} from ${before} to ${after}`,
    column_default: `changes the default of ${column} from ${before} to ${after}`,
    column_moved: `moves column ${column} from ${before} to ${after}`,
    column_remade: `drops column ${column} and makes it again`,
    view_changed: `changes view ${table}`,
    ...objectSentences(change),
    rows_changed: `changes rows of ${change.column === undefined ? table : column}`,
  }
  return cleanLine(sentences[change.kind])
}

/** The same for what is neither table nor column. */
function objectSentences(change: SchemaChange): Omit<Record<SchemaChange['kind'], string>, TableKind> {
  const [on, thing, before, after] = [`${change.store} ${change.table}`, change.object ?? '?', change.before ?? '?', change.after ?? '?']
  return {
    key_added: `adds key ${thing} (${after}) to ${on}`,
    key_dropped: `drops key ${thing} (${before}) of ${on}`,
    key_renamed: `renames key ${before} of ${on} to ${after}`,
    key_changed: `changes key ${thing} of ${on} from ${before} to ${after}`,
    type_added: `adds type ${on}`,
    type_dropped: `drops type ${on}`,
    type_renamed: `renames type ${on} to ${after}`,
    type_changed: `changes type ${on} from ${before} to ${after}`,
    enum_value_added: `adds value ${thing} to ${on}`,
    enum_value_dropped: `drops value ${thing} of ${on}`,
    enum_value_renamed: `renames value ${before} of ${on} to ${after}`,
    enum_value_moved: `moves value ${thing} of ${on} (${before} → ${after})`,
    function_added: `adds function ${on}`,
    function_dropped: `drops function ${on}`,
    function_renamed: `renames function ${on} to ${after}`,
    function_signature: `changes the signature of ${on} from ${before} to ${after}`,
    function_body: `changes the body of function ${on}`,
    sequence_added: `adds sequence ${on}`,
    sequence_dropped: `drops sequence ${on}`,
    sequence_renamed: `renames sequence ${on} to ${after}`,
    sequence_changed: `changes sequence ${on} from ${before} to ${after}`,
    sequence_reset: `sets sequence ${on} back from ${before} to ${after}`,
    trigger_added: `adds trigger ${thing} to ${on}`,
    trigger_dropped: `drops trigger ${thing} of ${on}`,
    trigger_changed: `changes trigger ${thing} of ${on}`,
    partition_attached: `adds partition ${thing} to ${on}`,
    partition_detached: `takes partition ${thing} from ${on} (${after})`,
    row_security_changed: `changes row security of ${on} from ${before} to ${after}`,
    grant_added: `grants ${after} on ${on} to ${thing}`,
    grant_revoked: `revokes ${before} on ${on} from ${thing}`,
    extension_added: `adds extension ${on}`,
    extension_dropped: `drops extension ${on}`,
    extension_changed: `changes extension ${on} from ${before} to ${after}`,
  }
}

type TableKind = Extract<SchemaChange['kind'], `table_${string}` | `column_${string}` | `view_${string}` | `rows_${string}`>

/** The change in as few words as a subject allows: `rename ela.test_score`. */
export function abbreviateChange(change: SchemaChange): string {
  const table = change.table.split('.').at(-1) ?? change.table
  const verb = change.kind.endsWith('renamed') ? 'rename' : change.kind.endsWith('dropped') ? 'drop' : 'change'
  const shown = change.kind.endsWith('added') ? 'add' : verb
  return cleanLine(`${shown} ${table}${change.column === undefined ? '' : `.${change.column}`}`, 60)
}
