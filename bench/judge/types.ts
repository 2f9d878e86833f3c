import type { PostgresServer } from '../../test/support/postgres.ts'

/** What one part of the benchmark measured: plain figures, with the unit in each name. */
export interface Line {
  what: string
  figures: Readonly<Record<string, number>>
}

/** One part of the benchmark, on a real PostgreSQL that is its own while it runs. */
export type MeasurePart = (server: PostgresServer, options: { rounds: number; rows: readonly number[] }) => Promise<Line[]>

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
