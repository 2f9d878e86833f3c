import type { Snapshot, SnapshotSource, Snapshots } from '../ports/cloud.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { isNotFound, rdsOf, redshiftOf } from './database-services.ts'

/** RDS and Redshift: the newest snapshot of a database that can be restored now. */
export function createSnapshots(configs: { rds: ClientConfig; redshift: ClientConfig }): Snapshots {
  const read: Record<SnapshotSource['kind'], (physicalId: string) => Promise<Found[]>> = {
    ...readRds(configs.rds),
    ...readRedshift(configs.redshift),
  }
  return {
    async latest({ kind, physicalId }) {
      const found = await read[kind](physicalId)
      // The service was asked for these alone; but a wrong database is too bad an error to trust that.
      return newest(found.filter(({ source }) => source?.toLowerCase() === physicalId.toLowerCase()))
    },
  }
}

interface Found {
  /** The database that it was taken of. */
  source: string | undefined
  id: string | undefined
  status: string | undefined
  createdAt: Date | undefined
  masterUser: string | undefined
  sizeGiB: number | undefined
}

type ReadSnapshots = (physicalId: string) => Promise<Found[]>

function readRds(config: ClientConfig): Record<'rds-instance' | 'rds-cluster', ReadSnapshots> {
  const aws = createCaller(config)
  const connect = rdsOf(config)
  return {
    async 'rds-instance'(DBInstanceIdentifier) {
      const { rds, client } = await connect()
      return readPages(async (Marker) => {
        const request = new rds.DescribeDBSnapshotsCommand({ DBInstanceIdentifier, ...marked(Marker) })
        const page = await aws.find('rds:DescribeDBSnapshots', () => client.send(request), isNotFound)
        const found = page?.DBSnapshots?.map((snapshot) => ({
          source: snapshot.DBInstanceIdentifier,
          id: snapshot.DBSnapshotArn ?? snapshot.DBSnapshotIdentifier,
          status: snapshot.Status,
          createdAt: snapshot.SnapshotCreateTime,
          masterUser: snapshot.MasterUsername,
          sizeGiB: snapshot.AllocatedStorage,
        }))
        return { found: found ?? [], next: page?.Marker }
      })
    },
    async 'rds-cluster'(DBClusterIdentifier) {
      const { rds, client } = await connect()
      return readPages(async (Marker) => {
        const request = new rds.DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier, ...marked(Marker) })
        const page = await aws.find('rds:DescribeDBClusterSnapshots', () => client.send(request), isNotFound)
        const found = page?.DBClusterSnapshots?.map((snapshot) => ({
          source: snapshot.DBClusterIdentifier,
          id: snapshot.DBClusterSnapshotArn ?? snapshot.DBClusterSnapshotIdentifier,
          status: snapshot.Status,
          createdAt: snapshot.SnapshotCreateTime,
          masterUser: snapshot.MasterUsername,
          sizeGiB: snapshot.AllocatedStorage,
        }))
        return { found: found ?? [], next: page?.Marker }
      })
    },
  }
}

function readRedshift(config: ClientConfig): Record<'redshift-cluster', ReadSnapshots> {
  const aws = createCaller(config)
  const connect = redshiftOf(config)
  return {
    async 'redshift-cluster'(ClusterIdentifier) {
      const { redshift, client } = await connect()
      return readPages(async (Marker) => {
        const request = new redshift.DescribeClusterSnapshotsCommand({ ClusterIdentifier, ...marked(Marker) })
        const page = await aws.find('redshift:DescribeClusterSnapshots', () => client.send(request), isNotFound)
        const found = page?.Snapshots?.map((snapshot) => ({
          source: snapshot.ClusterIdentifier,
          id: snapshot.SnapshotIdentifier,
          status: snapshot.Status,
          createdAt: snapshot.SnapshotCreateTime,
          masterUser: snapshot.MasterUsername,
          sizeGiB: gibibytes(snapshot.TotalBackupSizeInMegaBytes),
        }))
        return { found: found ?? [], next: page?.Marker }
      })
    },
  }
}

async function readPages(
  readPage: (marker: string | undefined) => Promise<{ found: Found[]; next: string | undefined }>,
): Promise<Found[]> {
  const all: Found[] = []
  let marker: string | undefined
  do {
    const page = await readPage(marker)
    all.push(...page.found)
    marker = page.next || undefined
  } while (marker !== undefined)
  return all
}

function marked(Marker: string | undefined): { Marker?: string } {
  return Marker === undefined ? {} : { Marker }
}

function newest(found: readonly Found[]): Snapshot | undefined {
  return found.flatMap(toSnapshot).sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]
}

function toSnapshot({ id, status, createdAt, masterUser, sizeGiB }: Found): Snapshot[] {
  if (status !== 'available' || id === undefined || createdAt === undefined) return []
  return [{ id, createdAt, masterUser: masterUser ?? '', ...(sizeGiB === undefined ? {} : { sizeGiB }) }]
}

function gibibytes(megabytes: number | undefined): number | undefined {
  return megabytes === undefined ? undefined : Math.ceil(megabytes / 1024)
}
