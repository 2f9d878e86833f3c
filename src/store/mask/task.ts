import type { MaskKeys } from './keys.ts'
import type { TableMask } from './types.ts'

/** What is to be done in one store. */
export interface MaskTask {
  /** To be masked now. */
  tables: readonly TableMask[]
  /** Those, and what a run before this one has masked already. */
  all: readonly TableMask[]
  keys: MaskKeys
  encoding: string
  began(mask: TableMask): void
  finished(mask: TableMask, rows: number): void
  /** Throws `mask.not_proven` where there is a doubt. */
  prove(doubts: readonly string[]): void
}
