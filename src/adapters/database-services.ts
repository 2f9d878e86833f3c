import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** The SDK of RDS and a client of it, loaded at the first call. */
export function rdsOf(config: ClientConfig) {
  return once(async () => {
    const rds = await import('@aws-sdk/client-rds')
    return { rds, client: new rds.RDSClient(config) }
  })
}

/** The SDK of Redshift and a client of it, loaded at the first call. */
export function redshiftOf(config: ClientConfig) {
  return once(async () => {
    const redshift = await import('@aws-sdk/client-redshift')
    return { redshift, client: new redshift.RedshiftClient(config) }
  })
}

/** DBInstanceNotFound, DBClusterNotFoundFault, ClusterNotFound, ClusterSnapshotNotFound, … */
export function isNotFound({ code }: { code: string }): boolean {
  return /NotFound/.test(code)
}
