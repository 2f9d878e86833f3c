import { createQueryService } from '../query-service.ts'
import { databaseActions } from './instances.ts'
import { snapshotActions } from './snapshots.ts'

/** RDS: the local cloud's instances, Aurora clusters and their snapshots. */
export const rds = createQueryService({
  signingName: 'rds',
  namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  actions: { ...databaseActions, ...snapshotActions },
})
