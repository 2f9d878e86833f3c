import type { SnapshotSource } from './cloud.ts'

/** Where the databases of production are reached. Only read. */
export interface Endpoints {
  /** Every host name that AWS has given a database, readers' and members' too, and its port; undefined where there is none. */
  of(database: SnapshotSource): Promise<Endpoint | undefined>
}

export interface Endpoint {
  names: readonly string[]
  port: number
}
