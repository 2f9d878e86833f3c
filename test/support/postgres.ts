import { type StandaloneServer, startStandalone } from '../../src/local-cloud/postgres/standalone.ts'

export type PostgresServer = StandaloneServer

/** A real PostgreSQL for one test file, as the local cloud runs it. */
export const startPostgres = startStandalone
