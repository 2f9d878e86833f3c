import type { Limit } from '../production/limit.ts'
import type { Spec } from '../spec/types.ts'
import type { ColumnRef, Schema, Store } from '../store/types.ts'
import type { Code } from './base.ts'
import type { Clones } from './clones.ts'
import type { Hostnames } from './hostnames/hostnames.ts'
import type { SharedFiles } from './outputs/outside.ts'
import type { IntegratePorts } from './ports.ts'
import type { SchemaChange } from './types.ts'
import type { WorkingFolders } from './working-folders.ts'

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

/** A rehearsal in which pipelines run. */
export interface StagedRehearsal extends Rehearsal {
  /** OIDs of the tables that the change itself wrote, by store. */
  altered: Readonly<Record<string, ReadonlySet<number>>>
  folders: WorkingFolders
  shared: SharedFiles
  /** One at a time: pipelines that write files where all sides would. */
  inTurn: Limit
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
