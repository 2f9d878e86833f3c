import type { EventCatalogue } from './entry.ts'

export const storeEvents = {
  'store.ready': (d: { store: string; seconds: number }): string => `${d.store} answers after ${d.seconds} s`,
  'store.masked': (d: { store: string; columns: readonly string[]; rows: number; seconds: number }): string =>
    `${d.store}: masked ${d.columns.join(', ')} in ${d.rows} rows, ${d.seconds} s`,
  'store.leftovers_dropped': (d: { store: string; databases: readonly string[] }): string =>
    `${d.store}: dropped what a run that crashed had left: ${d.databases.join(', ')}`,
  'store.clone_kept': (d: { store: string; database: string; reason: string }): string =>
    `${d.store}: ${d.database} is left, and goes with the next run or with the replica: ${d.reason}`,
  'store.server_awaited': (d: { server: string; seconds: number }): string => `waiting up to ${d.seconds} s for ${d.server} to answer`,
  'store.table_masked': (d: { store: string; table: string; rows: number; seconds: number }): string =>
    `${d.store}: ${d.table} masked, ${d.rows} rows in ${d.seconds} s`,
} satisfies EventCatalogue
