import type { State, Table } from '../../src/local-cloud/types.ts'

/** Tables in memory, for parts of the local cloud that are tested alone. */
export function createMemoryState(): State {
  const tables = new Map<string, Map<string, object>>()
  const state: State = {
    table<Row extends object>(name: string): Table<Row> {
      const rows = tables.get(name) ?? new Map<string, object>()
      tables.set(name, rows)
      return {
        get: (key) => rows.get(key) as Row | undefined,
        values: () => [...rows.values()] as Row[],
        entries: () => [...rows.entries()] as [string, Row][],
        put: async (key, row) => void rows.set(key, structuredClone(row)),
        remove: async (key) => void rows.delete(key),
      }
    },
    asOf: () => state,
  }
  return state
}
