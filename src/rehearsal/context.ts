import type { Limit } from '../production/limit.ts'
import type { Spec } from '../spec/types.ts'
import type { ColumnRef, Schema, Store } from '../store/types.ts'
import type { Code } from './base.ts'
import type { Clones } from './clones.ts'
import type { Hostnames } from './hostnames/hostnames.ts'
import type { IntegratePorts } from './ports.ts'
import type { SchemaChange } from './types.ts'

/** What every part of one rehearsal works with. */
export interface Rehearsal {
  spec: Spec
  outputs: Readonly<Record<string, string>>
  code: Code
  /** The replica's own databases: the change has not touched them. */
  baseline: Readonly<Record<string, Store>>
  /** Clones of them, to which the change was applied. */
  candidate: Readonly<Record<string, Store>>
  /** The schemas that both were cloned from, by store. */
  origin: Readonly<Record<string, Schema>>
  changes: readonly TrackedChange[]
  clones: Clones
  /** Production's host names, and how they are led to the recorders. */
  hostnames: Hostnames
  /** How many commands run at a time. */
  limit: Limit
  ports: IntegratePorts
}

/** A change of the schema and the numbers by which it is found. */
export interface TrackedChange {
  change: SchemaChange
  ref: ColumnRef
  /** Others that feel it: columns of a changed type, tables of a schema that may not be used any more. */
  touches?: readonly ColumnRef[]
}

/** The only store, or the one that is named. */
export function storeOf(rehearsal: Pick<Rehearsal, 'baseline'>, named: string | undefined): string | undefined {
  const names = Object.keys(rehearsal.baseline)
  return named ?? (names.length === 1 ? names[0] : undefined)
}
