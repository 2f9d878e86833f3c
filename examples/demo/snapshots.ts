import { setTimeout as sleep } from 'node:timers/promises'
import { CreateDBSnapshotCommand, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds'
import { CreateClusterSnapshotCommand, DescribeClusterSnapshotsCommand } from '@aws-sdk/client-redshift'
import type { Clients } from './clients.ts'

/** Takes the snapshots of production that its nightly backup would: one of each database. */
export async function takeSnapshots(clients: Clients, outputs: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
  const { AppDatabaseInstance = '', WarehouseCluster = '' } = outputs
  const app = 'newvision-app-nightly'
  const warehouse = 'newvision-warehouse-nightly'
  await clients.rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier: AppDatabaseInstance, DBSnapshotIdentifier: app }))
  await clients.redshift.send(new CreateClusterSnapshotCommand({ ClusterIdentifier: WarehouseCluster, SnapshotIdentifier: warehouse }))
  await Promise.all([
    untilAvailable(signal, async () => {
      const { DBSnapshots } = await clients.rds.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: app }))
      return DBSnapshots?.[0]?.Status
    }),
    untilAvailable(signal, async () => {
      const { Snapshots } = await clients.redshift.send(new DescribeClusterSnapshotsCommand({ SnapshotIdentifier: warehouse }))
      return Snapshots?.[0]?.Status
    }),
  ])
}

async function untilAvailable(signal: AbortSignal, readStatus: () => Promise<string | undefined>): Promise<void> {
  while (true) {
    signal.throwIfAborted()
    const status = await readStatus()
    if (status === 'available') return
    if (status !== 'creating') throw new Error(`a snapshot of production is ${status ?? 'not there'}`)
    await sleep(100)
  }
}
