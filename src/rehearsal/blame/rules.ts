import type { SchemaChange, SchemaChangeKind } from '../types.ts'

/** The named rule that a kind of change breaks. */
export const ruleOf: Readonly<Record<SchemaChangeKind, string>> = {
  table_added: 'TABLE_ADDED',
  table_dropped: 'TABLE_NO_DELETE',
  table_renamed: 'TABLE_SAME_NAME',
  column_added: 'COLUMN_REQUIRED_ADDED',
  column_dropped: 'COLUMN_NO_DELETE',
  column_renamed: 'COLUMN_SAME_NAME',
  column_retyped: 'COLUMN_SAME_TYPE',
  column_nullability: 'COLUMN_SAME_NULLABILITY',
  column_default: 'COLUMN_SAME_DEFAULT',
  view_changed: 'VIEW_SAME_COLUMNS',
  rows_changed: 'DATA_SAME',
}

/** The rule that one change breaks. A column that may be left out only moves what is taken by position. */
export function ruleFor(change: SchemaChange): string {
  const isOptional = change.kind === 'column_added' && !change.after?.endsWith('not null')
  return isOptional ? 'COLUMN_SAME_POSITION' : ruleOf[change.kind]
}

/** How a change is felt by what ran to its end: by whoever reads, only by whoever writes, or hardly. */
export function weightOf(kind: SchemaChangeKind): 'strong' | 'weak' | 'additive' | 'none' {
  if (/^(?:table|type|function|sequence|grant|extension)_added$/.test(kind)) return 'none'
  if (/^(?:column_added|column_default|enum_value_added|partition_attached|key_renamed)$/.test(kind)) return 'additive'
  return /^(?:column_nullability|key_|grant_|type_changed)/.test(kind) ? 'weak' : 'strong'
}
