import type { Schema, TableShape } from '../types.ts'

/** `schema.table` */
export function tableName(table: Pick<TableShape, 'schema' | 'name'>): string {
  return `${table.schema}.${table.name}`
}

/** The table of that schema and name. */
export function findTable(schema: Schema, schemaName: string, name: string): TableShape | undefined {
  for (const table of schema.values()) if (table.schema === schemaName && table.name === name) return table
  return undefined
}
