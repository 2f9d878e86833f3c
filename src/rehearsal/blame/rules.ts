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
  table_replaced: 'TABLE_SAME_KIND',
  column_moved: 'COLUMN_SAME_POSITION',
  column_remade: 'COLUMN_NO_DELETE',
  key_added: 'KEY_ADDED',
  key_dropped: 'KEY_NO_DELETE',
  key_renamed: 'KEY_SAME_NAME',
  key_changed: 'KEY_SAME_COLUMNS',
  type_added: 'TYPE_ADDED',
  type_dropped: 'TYPE_NO_DELETE',
  type_renamed: 'TYPE_SAME_NAME',
  type_changed: 'TYPE_SAME_DEFINITION',
  enum_value_added: 'ENUM_VALUE_ADDED',
  enum_value_dropped: 'ENUM_VALUE_NO_DELETE',
  enum_value_renamed: 'ENUM_VALUE_SAME_NAME',
  enum_value_moved: 'ENUM_VALUE_SAME_ORDER',
  function_added: 'FUNCTION_ADDED',
  function_dropped: 'FUNCTION_NO_DELETE',
  function_renamed: 'FUNCTION_SAME_NAME',
  function_signature: 'FUNCTION_SAME_SIGNATURE',
  function_body: 'FUNCTION_SAME_BODY',
  sequence_added: 'SEQUENCE_ADDED',
  sequence_dropped: 'SEQUENCE_NO_DELETE',
  sequence_renamed: 'SEQUENCE_SAME_NAME',
  sequence_changed: 'SEQUENCE_SAME_DEFINITION',
  sequence_reset: 'SEQUENCE_NO_RESET',
  trigger_added: 'TRIGGER_ADDED',
  trigger_dropped: 'TRIGGER_NO_DELETE',
  trigger_changed: 'TRIGGER_SAME_DEFINITION',
  partition_attached: 'PARTITION_ADDED',
  partition_detached: 'PARTITION_NO_DELETE',
  row_security_changed: 'ROW_SECURITY_SAME',
  grant_added: 'GRANT_ADDED',
  grant_revoked: 'GRANT_NO_REVOKE',
  extension_added: 'EXTENSION_ADDED',
  extension_dropped: 'EXTENSION_NO_DELETE',
  extension_changed: 'EXTENSION_SAME_VERSION',
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
