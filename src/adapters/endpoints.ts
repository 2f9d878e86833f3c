import type { SnapshotSource } from '../ports/cloud.ts'
import type { Endpoint, Endpoints } from '../ports/endpoints.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { isNotFound, rdsOf, redshiftOf } from './database-services.ts'

/** RDS and Redshift: the host names of one database, by its own identifier. */
export function createEndpoints(configs: { rds: ClientConfig; redshift: ClientConfig }): Endpoints {
  const read: Record<SnapshotSource['kind'], (physicalId: string) => Promise<Endpoint | undefined>> = {
    ...readRds(configs.rds),
    'redshift-cluster': readRedshift(configs.redshift),
  }
  return { of: ({ kind, physicalId }) => read[kind](physicalId) }
}

type ReadEndpoint = (physicalId: string) => Promise<Endpoint | undefined>

function readRds(config: ClientConfig): Record<'rds-instance' | 'rds-cluster', ReadEndpoint> {
  const aws = createCaller(config)
  const connect = rdsOf(config)
  return {
    async 'rds-instance'(DBInstanceIdentifier) {
      const { rds, client } = await connect()
      const command = new rds.DescribeDBInstancesCommand({ DBInstanceIdentifier })
      const page = await aws.find('rds:DescribeDBInstances', () => client.send(command), isNotFound)
      const [found] = page?.DBInstances ?? []
      return toEndpoint([found?.Endpoint?.Address], found?.Endpoint?.Port)
    },
    async 'rds-cluster'(DBClusterIdentifier) {
      const { rds, client } = await connect()
      const clusters = new rds.DescribeDBClustersCommand({ DBClusterIdentifier })
      const members = new rds.DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [DBClusterIdentifier] }] })
      const page = await aws.find('rds:DescribeDBClusters', () => client.send(clusters), isNotFound)
      const [found] = page?.DBClusters ?? []
      if (found === undefined) return undefined
      const { DBInstances = [] } = (await aws.find('rds:DescribeDBInstances', () => client.send(members), isNotFound)) ?? {}
      const own = [found.Endpoint, found.ReaderEndpoint, ...(found.CustomEndpoints ?? [])]
      return toEndpoint([...own, ...DBInstances.map(({ Endpoint }) => Endpoint?.Address)], found.Port)
    },
  }
}

function readRedshift(config: ClientConfig): ReadEndpoint {
  const aws = createCaller(config)
  const connect = redshiftOf(config)
  return async (ClusterIdentifier) => {
    const { redshift, client } = await connect()
    const command = new redshift.DescribeClustersCommand({ ClusterIdentifier })
    const page = await aws.find('redshift:DescribeClusters', () => client.send(command), isNotFound)
    const [found] = page?.Clusters ?? []
    return toEndpoint([found?.Endpoint?.Address], found?.Endpoint?.Port)
  }
}

function toEndpoint(found: readonly (string | undefined)[], port: number | undefined): Endpoint | undefined {
  const names = [...new Set(found.flatMap((name) => (name === undefined ? [] : [name.toLowerCase()])))]
  return names.length === 0 || port === undefined ? undefined : { names, port }
}
