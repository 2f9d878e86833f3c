import type { Clock } from './clock.ts'
import type { Cloud } from './cloud.ts'
import type { Access } from './credentials.ts'
import type { Databases, DatabaseTarget } from './databases.ts'
import type { Entropy } from './entropy.ts'
import type { Files } from './files.ts'
import type { Links } from './links.ts'
import type { Names } from './names.ts'
import type { Output } from './output.ts'
import type { Parcels } from './parcels.ts'
import type { Program } from './program.ts'
import type { Relays } from './relays.ts'
import type { Revisions } from './revisions.ts'
import type { Seals } from './seals.ts'
import type { Shell } from './shell.ts'
import type { OpenSmtp } from './smtp.ts'

/** Everything that the world offers, made once in main.ts and passed down. A room takes only the ports it needs. */
export interface Ports {
  readonly clock: Clock
  readonly entropy: Entropy
  readonly files: Files
  readonly shell: Shell
  readonly revisions: Revisions
  readonly output: Output
  readonly databases: Databases
  readonly relays: Relays
  readonly names: Names
  readonly links: Links
  readonly seals: Seals
  readonly parcels: Parcels
  readonly program: Program
  /** The checkout: the folder of replica.yml, absolute. `files`, `revisions` and the team's commands start there. */
  readonly folder: string
  /** Where the command was started, absolute: what paths on the command line are relative to. */
  readonly workingFolder: string
  /** The process's environment variables, as they were at the start. */
  readonly environment: Environment
  /** Aborted on SIGINT and SIGTERM. Work that cleans up does not pass it on. */
  readonly interrupted: AbortSignal
  /** The AWS services in a region, as whom `access` says; without them, in the environment's region with its credentials. */
  cloud(region?: string, access?: Access): Promise<Cloud>
  readonly smtp: OpenSmtp
  /** Starts an empty PostgreSQL of our own; undefined where none is installed. */
  startPostgres?(): Promise<EmbeddedPostgres | undefined>
}

export interface EmbeddedPostgres {
  target: DatabaseTarget
  /** Stops it and deletes its files. */
  stop(): Promise<void>
}

export type Environment = Readonly<Record<string, string | undefined>>
