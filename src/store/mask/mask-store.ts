import { fail } from '../../errors.ts'
import { maskFailure } from './failure.ts'
import type { MaskKeys } from './keys.ts'
import type { MaskPorts } from './ports.ts'
import { maskPostgres } from './postgres.ts'
import { maskRedshift } from './redshift.ts'
import type { SurveyedStore } from './survey.ts'
import type { MaskTask } from './task.ts'
import type { TableMask } from './types.ts'

/**
 * Masks what is not masked yet in one closed store. Returns `store.schema.table.column` of every column that is masked
 * then. Throws `mask.not_proven` and `mask.failed`.
 */
export async function maskStore(surveyed: SurveyedStore, keys: MaskKeys, ports: MaskPorts): Promise<string[]> {
  const { store, session, plan, marker } = surveyed
  const startedAt = ports.clock.now().getTime()
  const done = { table: 'the store as a whole', rows: 0 }
  const task = taskOf(surveyed, keys, ports, done)
  try {
    await (store.server === 'redshift' ? maskRedshift(session, task) : maskPostgres(session, task))
  } catch (error) {
    throw maskFailure(error, store.name, done.table)
  }
  const columns = task.tables.flatMap(({ table, columns }) => columns.map(({ column }) => `${table.name}.${column.name}`))
  if (columns.length > 0)
    ports.emit('store.masked', { store: store.name, columns, rows: done.rows, seconds: secondsSince(startedAt, ports) })
  const names = new Set([...(marker?.columns.keys() ?? []), ...plan.tables.flatMap(columnNames)])
  return [...names].sort().map((name) => `${store.name}.${name}`)
}

const newsAfterSeconds = 2

function taskOf(
  { store, catalog, plan, marker }: SurveyedStore,
  keys: MaskKeys,
  ports: MaskPorts,
  done: { table: string; rows: number },
): MaskTask {
  let startedAt = 0
  return {
    tables: plan.tables.map((mask) => withoutMasked(mask, marker?.columns)).filter(({ columns }) => columns.length > 0),
    all: plan.tables,
    keys,
    encoding: catalog.encoding,
    began: ({ table }) => {
      startedAt = ports.clock.now().getTime()
      done.table = `${table.schema}.${table.name}`
    },
    finished: ({ table }, rows) => {
      done.rows += rows
      const seconds = secondsSince(startedAt, ports)
      if (seconds >= newsAfterSeconds)
        ports.emit('store.table_masked', { store: store.name, table: `${table.schema}.${table.name}`, rows, seconds })
    },
    prove: (doubts) => {
      if (doubts.length > 0) throw fail('mask.not_proven', { store: store.name, columns: doubts })
    },
  }
}

function withoutMasked(mask: TableMask, masked: ReadonlyMap<string, string> | undefined): TableMask {
  const { table } = mask
  return { table, columns: mask.columns.filter(({ column }) => masked?.has(`${table.schema}.${table.name}.${column.name}`) !== true) }
}

function columnNames({ table, columns }: TableMask): string[] {
  return columns.map(({ column }) => `${table.schema}.${table.name}.${column.name}`)
}

function secondsSince(startedAt: number, { clock }: MaskPorts): number {
  return Math.round((clock.now().getTime() - startedAt) / 100) / 10
}
