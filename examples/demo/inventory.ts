import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { DescribeDBInstancesCommand, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds'
import { DescribeClusterSnapshotsCommand, DescribeClustersCommand } from '@aws-sdk/client-redshift'
import { ListBucketsCommand } from '@aws-sdk/client-s3'
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler'
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager'
import type { Clients } from './clients.ts'

/** What the cloud holds, by kind, each by name. */
export type Inventory = Record<string, string[]>

/** Everything of the kinds that cost money or hold data, whoever made it. */
export async function takeInventory(clients: Clients): Promise<Inventory> {
  const { Stacks } = await clients.stacks.send(new DescribeStacksCommand({}))
  const { DBInstances } = await clients.rds.send(new DescribeDBInstancesCommand({}))
  const { Clusters } = await clients.redshift.send(new DescribeClustersCommand({}))
  const { DBSnapshots } = await clients.rds.send(new DescribeDBSnapshotsCommand({}))
  const { Snapshots } = await clients.redshift.send(new DescribeClusterSnapshotsCommand({}))
  const { Buckets } = await clients.s3.send(new ListBucketsCommand({}))
  const { SecretList } = await clients.secrets.send(new ListSecretsCommand({}))
  const { Schedules } = await clients.scheduler.send(new ListSchedulesCommand({}))
  return {
    stacks: names(Stacks, (stack) => stack.StackName),
    databases: [...names(DBInstances, (db) => db.DBInstanceIdentifier), ...names(Clusters, (cluster) => cluster.ClusterIdentifier)],
    snapshots: [
      ...names(DBSnapshots, (snapshot) => snapshot.DBSnapshotIdentifier),
      ...names(Snapshots, (snapshot) => snapshot.SnapshotIdentifier),
    ],
    buckets: names(Buckets, (bucket) => bucket.Name),
    secrets: names(SecretList, (secret) => secret.Name),
    schedules: names(Schedules, (schedule) => schedule.Name),
  }
}

/** `kind name` of everything that only `after` has. */
export function leftovers(before: Inventory, after: Inventory): string[] {
  return Object.entries(after).flatMap(([kind, found]) =>
    found.filter((name) => !before[kind]?.includes(name)).map((name) => `${kind} ${name}`),
  )
}

function names<Item>(items: readonly Item[] | undefined, nameOf: (item: Item) => string | undefined): string[] {
  return (items ?? []).map((item) => nameOf(item) ?? '').sort()
}
