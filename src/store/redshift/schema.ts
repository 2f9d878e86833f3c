import type { Session } from '../../ports/databases.ts'
import type { ColumnShape, Schema, TableShape } from '../types.ts'

/**
 * The user tables and views of a Redshift database. Its catalog is PostgreSQL 8's: columns come from SVV_COLUMNS, which
 * also knows views that are not bound to their tables. The numbers are this database's own: a restore has others.
 */
export async function readRedshiftSchema(session: Session): Promise<Schema> {
  const definitions = new Map((await session.query<ViewRow>(viewsQuery)).map((view) => [`${view.schema}.${view.name}`, view.definition]))
  const tables = new Map<number, TableShape & { columns: Map<number, ColumnShape> }>()
  for (const row of await session.query<ColumnRow>(columnsQuery)) {
    const oid = Number(row.oid)
    const table = tables.get(oid) ?? tableOf(row, definitions.get(`${row.schema}.${row.name}`))
    tables.set(oid, table)
    const column = columnOf(row)
    table.columns.set(column.attnum, column)
  }
  return tables
}

interface ViewRow {
  schema: string
  name: string
  definition: string
}

interface ColumnRow {
  oid: string | number
  schema: string
  name: string
  kind: string
  column: string
  attnum: string | number
  type: string
  length: string | number | null
  precision: string | number | null
  scale: string | number | null
  nullable: string
  default: string | null
}

function tableOf(row: ColumnRow, definition: string | undefined): TableShape & { columns: Map<number, ColumnShape> } {
  const { schema, name } = row
  const kind = row.kind === 'v' ? 'view' : 'table'
  return { oid: Number(row.oid), schema, name, kind, columns: new Map(), key: [], ...(definition === undefined ? {} : { definition }) }
}

function columnOf(row: ColumnRow): ColumnShape {
  const identity = row.default?.includes('identity') === true
  return {
    attnum: Number(row.attnum),
    name: row.column,
    type: typeOf(row),
    nullable: row.nullable.toUpperCase() === 'YES',
    default: row.default,
    generated: identity,
  }
}

function typeOf({ type, length, precision, scale }: ColumnRow): string {
  if (length !== null && type.startsWith('character')) return `${type}(${length})`
  return type === 'numeric' && precision !== null ? `numeric(${precision},${scale ?? 0})` : type
}

const foreign = `('pg_catalog', 'information_schema', 'pg_internal', 'pg_automv', 'prod_replica')`

const columnsQuery = `
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, s.column_name AS column, s.ordinal_position AS attnum,
       s.data_type AS type, s.character_maximum_length AS length, s.numeric_precision AS precision, s.numeric_scale AS scale,
       s.is_nullable AS nullable, s.column_default AS default
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN svv_columns s ON s.table_schema = n.nspname AND s.table_name = c.relname
 WHERE c.relkind IN ('r', 'v') AND n.nspname NOT IN ${foreign} AND n.nspname NOT LIKE 'pg!_temp%' ESCAPE '!'
 ORDER BY n.nspname, c.relname, s.ordinal_position`

const viewsQuery = `
SELECT schemaname AS schema, viewname AS name, definition FROM pg_views WHERE schemaname NOT IN ${foreign}`
