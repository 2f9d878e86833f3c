import type { RecordedError } from '../../store/record/recording.ts'
import type { SchemaChange } from '../types.ts'

/**
 * Pure: how well a change explains an error of the server, from its SQLSTATE and the names in its message; 0 where it
 * does not. `isFelt` says that the statement that failed touches what was changed.
 */
export function explains(change: SchemaChange, error: RecordedError, isFelt: boolean): number {
  const fits = kindsOf(error).test(change.kind)
  const named = nameScore(change, error.message)
  if (!fits && named < nameScores.column) return 0
  return named === 0 && !isFelt ? 0 : named + (fits ? 4 : 0) + (isFelt ? 2 : 0)
}

const nameScores = { column: 16, object: 8, table: 1 } as const

function nameScore(change: SchemaChange & { object?: string }, message: string): number {
  const names = namesIn(message)
  const isNamed = (name: string | undefined): boolean => name !== undefined && names.has(bare(name))
  const isType = change.kind === 'column_retyped' && change.after !== undefined && message.endsWith(change.after)
  const column = isNamed(change.column) ? nameScores.column : 0
  const object = isNamed(change.object) || isType ? nameScores.object : 0
  const isSubject = change.column === undefined && change.object === undefined
  const table = isNamed(change.table) ? (isSubject ? nameScores.object : nameScores.table) : 0
  return column + object + table
}

function bare(name: string): string {
  const simple = name.replace(/\(.*$/, '')
  return simple.slice(simple.lastIndexOf('.') + 1).toLowerCase()
}

/** What stands in quotes, and what follows the word for its kind. */
function namesIn(message: string): Set<string> {
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name = '']) => bare(name))
  const told = [...message.matchAll(/\b(?:column|relation|table|view|function|type|constraint|sequence|enum) ([\w.]+)/g)]
  return new Set([...quoted, ...told.map(([, name = '']) => bare(name))])
}

function kindsOf({ sqlState }: RecordedError): RegExp {
  return kindsByState.find(([states]) => states.test(sqlState))?.[1] ?? /$^/
}

/** Which kinds of change can lead to which errors. */
const kindsByState: readonly (readonly [RegExp, RegExp])[] = [
  [/^42703/, /^(?:column_(?:dropped|renamed|remade|moved)|view_changed|table_(?:renamed|dropped|replaced)|function_signature)/],
  [/^(?:42P01|3F000)/, /^(?:table_|view_|partition_|sequence_|extension_)/],
  [/^42883/, /^(?:column_(?:retyped|remade|moved)|function_|type_|extension_|view_changed|table_replaced)/],
  [/^42702/, /^column_added/],
  [/^42704/, /^(?:type_|enum_|extension_|function_)/],
  [/^42601/, /^(?:column_|table_replaced|view_changed)/],
  [/^42P10/, /^(?:key_|table_replaced|partition_)/],
  [/^42501/, /^(?:grant_|row_security)/],
  [/^428C9/, /^column_(?!added)/],
  [
    /^(?:42804|42846|42725|42P18|22\w{3})/,
    /^(?:column_(?:retyped|remade|moved|renamed)|enum_|type_|view_changed|function_|rows_changed|trigger_)/,
  ],
  [/^23502/, /^(?:column_(?:nullability|added|default)|rows_changed|trigger_|key_)/],
  [/^(?:23|21000)/, /^(?:key_|type_|partition_|sequence_|rows_changed|column_(?:retyped|default))/],
  [
    /^(?:42809|55000|0A000|42P17)/,
    /^(?:table_|view_|partition_|function_|sequence_|column_(?:retyped|default|remade)|trigger_|row_security)/,
  ],
  [/^(?:P0|38|39|2F)/, /^(?:trigger_|function_|rows_changed)/],
  [/^(?:40|55P03|57)/, /^(?:key_|trigger_|function_)/],
]
