import {
  CreateDBClusterSnapshotCommand,
  CreateDBSnapshotCommand,
  DeleteDBSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import {
  CreateClusterSnapshotCommand,
  DeleteClusterSnapshotCommand,
  DescribeClusterSnapshotsCommand,
  DescribeClustersCommand,
  RedshiftClient,
} from '@aws-sdk/client-redshift'
import { expect } from 'chai'
import { handlers } from '../../../src/local-cloud/resources/index.ts'
import type { DatabaseServer, ResourceHandler, ResourceOutcome, ResourceRequest } from '../../../src/local-cloud/types.ts'
import type { LocalServices } from '../../support/local-services.ts'
import { serveLocalServices } from '../../support/local-services.ts'
import { queryServer } from '../../support/postgres-client.ts'
import { refusalOf } from '../../support/refusal.ts'

describe('databases of the local cloud', () => {
  let local: LocalServices
  let rds: RDSClient
  let redshift: RedshiftClient

  beforeEach(async () => {
    local = await serveLocalServices()
    rds = new RDSClient(local.config)
    redshift = new RedshiftClient(local.config)
  })

  afterEach(async () => {
    rds.destroy()
    redshift.destroy()
    await local.close()
  })

  const handler = (type: string): ResourceHandler => handlers[type] as ResourceHandler
  const request = (type: string, properties: ResourceRequest['properties']): ResourceRequest => ({
    type,
    logicalId: 'Database',
    stackName: 'Stack',
    stackId: 'arn',
    properties,
    tags: { owner: 'ci' },
  })
  const create = (type: string, properties: ResourceRequest['properties']) => handler(type).create(request(type, properties), local.world)
  const owner = { MasterUsername: 'owner', MasterUserPassword: 'password-1' }
  const at = (outcome: ResourceOutcome, database: string): DatabaseServer => ({
    id: outcome.physicalId,
    host: String(outcome.attributes['Endpoint.Address']),
    port: Number(outcome.attributes['Endpoint.Port']),
    user: 'owner',
    database,
  })

  it('restores an RDS instance from a snapshot of another, with a password of its own', async () => {
    const production = await create('AWS::RDS::DBInstance', {
      ...owner,
      Engine: 'postgres',
      DBName: 'app',
      DBInstanceIdentifier: 'Production',
    })
    await queryServer(at(production, 'app'), 'password-1', 'CREATE TABLE t AS SELECT 42 AS a')
    await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier: 'production', DBSnapshotIdentifier: 'nightly' }))
    const { DBSnapshots = [] } = await rds.send(new DescribeDBSnapshotsCommand({ DBInstanceIdentifier: 'production' }))
    expect(DBSnapshots[0]).to.include({ Status: 'available', MasterUsername: 'owner', DBSnapshotIdentifier: 'nightly' })
    expect(DBSnapshots[0]?.SnapshotCreateTime).to.be.instanceOf(Date)
    const arn = DBSnapshots[0]?.DBSnapshotArn ?? ''
    const replica = await create('AWS::RDS::DBInstance', {
      Engine: 'postgres',
      DBSnapshotIdentifier: arn,
      MasterUserPassword: 'password-2',
    })
    expect(replica.physicalId).to.match(/^stack-database-[0-9a-f]+$/)
    expect(replica.attributes.DBInstanceArn).to.equal(`arn:aws:rds:us-east-1:123456789012:db:${replica.physicalId}`)
    expect(await queryServer(at(replica, 'app'), 'password-2', 'SELECT a FROM t')).to.deep.equal([{ a: 42 }])
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: replica.physicalId }))
    expect(DBInstances[0]?.Endpoint?.Port).to.equal(Number(replica.attributes['Endpoint.Port']))
    expect(DBInstances[0]?.TagList).to.deep.equal([{ Key: 'owner', Value: 'ci' }])
    await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: 'nightly' }))
    const gone = await refusalOf(rds.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: 'nightly' })))
    expect(gone.name).to.match(/^DBSnapshotNotFound/)
  })

  it('fails a resource with the reasons that AWS gives', async () => {
    const failure = async (properties: ResourceRequest['properties']) =>
      (await refusalOf(create('AWS::RDS::DBInstance', properties))).message
    expect(await failure({ Engine: 'postgres', MasterUsername: 'owner' })).to.match(/MasterUserPassword must be provided/)
    expect(await failure({ ...owner, MasterUserPassword: 'short' })).to.match(/shorter than 8 characters/)
    expect(await failure({ ...owner, MasterUserPassword: 'with/slash-1' })).to.match(/Only printable ASCII characters besides/)
    expect(await failure({ DBSnapshotIdentifier: 'none' })).to.equal('DBSnapshot not found: none')
    expect(await failure({ MasterUsername: 'owner', DBSnapshotIdentifier: 'none' })).to.match(/MasterUsername/)
    expect(await failure({ ...owner, Engine: 'mysql' })).to.match(/no engine mysql/)
    expect((await rds.send(new DescribeDBInstancesCommand({}))).DBInstances).to.deep.equal([])
  })

  it('does not delete a protected instance until the protection is taken off', async () => {
    const type = 'AWS::RDS::DBInstance'
    const properties = { ...owner, DeletionProtection: true, DBInstanceIdentifier: 'kept' }
    await create(type, properties)
    const refused = await refusalOf(handler(type).delete('kept', request(type, properties), local.world))
    expect(refused.message).to.equal('Cannot delete protected DB Instance, please disable deletion protection and try again.')
    await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'kept', DeletionProtection: false }))
    await handler(type).delete('kept', request(type, properties), local.world)
    expect((await refusalOf(rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'kept' })))).name).to.match(
      /^DBInstanceNotFound/,
    )
    await handler(type).delete('kept', request(type, properties), local.world)
  })

  it('joins instances to an Aurora cluster, which is copied from a snapshot or from itself', async () => {
    const engine = { Engine: 'aurora-postgresql' }
    const cluster = await create('AWS::RDS::DBCluster', { ...owner, ...engine, DatabaseName: 'app', DBClusterIdentifier: 'aurora' })
    const instance = await create('AWS::RDS::DBInstance', { ...engine, DBClusterIdentifier: 'aurora' })
    await queryServer(at(cluster, 'app'), 'password-1', 'CREATE TABLE t AS SELECT 1 AS a')
    expect(await queryServer(at(instance, 'app'), 'password-1', 'SELECT a FROM t')).to.deep.equal([{ a: 1 }])
    await rds.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: 'aurora', DBClusterSnapshotIdentifier: 'snap' }))
    const { DBClusterSnapshots = [] } = await rds.send(new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: 'aurora' }))
    const password = { MasterUserPassword: 'password-2' }
    const SnapshotIdentifier = DBClusterSnapshots[0]?.DBClusterSnapshotArn ?? ''
    const restored = await create('AWS::RDS::DBCluster', { ...engine, ...password, SnapshotIdentifier })
    const copied = await create('AWS::RDS::DBCluster', {
      ...engine,
      ...password,
      SourceDBClusterIdentifier: 'aurora',
      RestoreType: 'copy-on-write',
    })
    for (const one of [restored, copied])
      expect(await queryServer(at(one, 'app'), 'password-2', 'SELECT a FROM t')).to.deep.equal([{ a: 1 }])
    const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'aurora' }))
    expect(DBClusters[0]?.DBClusterMembers?.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier)).to.deep.equal([instance.physicalId])
    const full = await refusalOf(handler('AWS::RDS::DBCluster').delete('aurora', request('AWS::RDS::DBCluster', {}), local.world))
    expect(full.message).to.match(/still contains DB instances/)
  })

  it('restores a Redshift cluster from a snapshot', async () => {
    const properties = { ...owner, NodeType: 'ra3.large', ClusterType: 'single-node', DBName: 'dev' }
    const production = await create('AWS::Redshift::Cluster', properties)
    await queryServer(at(production, 'dev'), 'password-1', 'CREATE TABLE t AS SELECT 7 AS a')
    const source = { ClusterIdentifier: production.physicalId, SnapshotIdentifier: 'nightly' }
    await redshift.send(new CreateClusterSnapshotCommand(source))
    expect((await refusalOf(redshift.send(new CreateClusterSnapshotCommand(source)))).name).to.match(/^ClusterSnapshotAlreadyExists/)
    const { Snapshots = [] } = await redshift.send(new DescribeClusterSnapshotsCommand({ ClusterIdentifier: production.physicalId }))
    expect(Snapshots[0]).to.include({ SnapshotIdentifier: 'nightly', Status: 'available', MasterUsername: 'owner' })
    const restored = await create('AWS::Redshift::Cluster', {
      ...properties,
      MasterUserPassword: 'password-2',
      SnapshotIdentifier: 'nightly',
    })
    expect(await queryServer(at(restored, 'dev'), 'password-2', 'SELECT a FROM t')).to.deep.equal([{ a: 7 }])
    const { Clusters = [] } = await redshift.send(new DescribeClustersCommand({ ClusterIdentifier: restored.physicalId }))
    expect(Clusters[0]).to.include({ ClusterStatus: 'available', DBName: 'dev' })
    expect(Clusters[0]?.ClusterNamespaceArn).to.equal(restored.attributes.ClusterNamespaceArn)
    await redshift.send(new DeleteClusterSnapshotCommand({ SnapshotIdentifier: 'nightly' }))
    expect((await redshift.send(new DescribeClusterSnapshotsCommand({}))).Snapshots).to.deep.equal([])
  })
})
