import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Databases } from '../ports/databases.ts'
import type { Entropy } from '../ports/entropy.ts'
import type { Files } from '../ports/files.ts'
import type { Environment } from '../ports/index.ts'
import type { Names } from '../ports/names.ts'
import type { Relays } from '../ports/relays.ts'
import type { Revisions } from '../ports/revisions.ts'
import type { Shell } from '../ports/shell.ts'

import type { KeptRecording } from './preflight/types.ts'

/** What a rehearsal needs of the world. */
export interface IntegratePorts {
  databases: Databases
  relays: Relays
  names: Names
  shell: Shell
  revisions: Revisions
  /** Relative paths are taken from `folder`. */
  files: Files
  clock: Clock
  entropy: Entropy
  emit: Emit
  /** Of this process: pipelines get it without its secrets. */
  environment: Environment
  /** The checkout: the folder of replica.yml, absolute. */
  folder: string
  /** The results folder, absolute. The base revision's code is written into its `base`. */
  results: string
  signal?: AbortSignal
  /** What pipelines may call the replica's host that this is; none on a runner. */
  hostNames?: readonly string[]
  /** Keeps what preflights need of this run. */
  keep?(recording: KeptRecording): Promise<void>
}
