import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import { CreateClusterCommand, CreateClusterSnapshotCommand, RedshiftClient } from '@aws-sdk/client-redshift'
import { PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import { deleteReplica } from '../../src/stack/delete/delete.ts'
import { findReplica, listReplicas } from '../../src/stack/replica/find.ts'
import { createJournal } from '../support/journal.ts'
import type { Moto } from '../support/moto.ts'
import { startMoto } from '../support/moto.ts'
import { plannedStack, planOf, run, templateOf } from '../support/plans.ts'
import { startRecordingProxy } from '../support/recording-proxy.ts'

describe('the adapters and the driving of stacks, against moto', function () {
  this.timeout(120_000)
  let moto: Moto
  let cloud: Cloud
  const options = { ttlMs: 3_600_000 }

  before(async () => {
    moto = await startMoto()
    cloud = await createCloud(moto.environment)
  })
  after(() => moto?.close())
  beforeEach(() => fetch(`${moto.endpoint}/moto-api/reset`, { method: 'POST' }))

  function ports() {
    const journal = createJournal()
    return { journal, cloud, clock: createClock(), emit: journal.emit, signal: new AbortController().signal }
  }

  function sdk() {
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = moto.environment
    return { endpoint: moto.endpoint, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } }
  }

  const network = plannedStack('network', {
    Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } },
    Outputs: { VpcId: { Value: { Ref: 'Vpc' }, Export: { Name: 'pr-42-vpc' } } },
  })
  const lake = plannedStack(
    'lake',
    {
      Parameters: { Env: { Type: 'String' } },
      Resources: {
        Lake: { Type: 'AWS::S3::Bucket' },
        Group: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { GroupDescription: { Ref: 'Env' }, VpcId: { 'Fn::ImportValue': 'pr-42-vpc' } },
        },
      },
      Outputs: { Bucket: { Value: { Ref: 'Lake' } } },
    },
    ['network'],
  )
  const plan = planOf({ ...lake, parameters: { Env: 'replica' } }, network)

  it('creates, finds, adopts, and deletes with a versioned bucket that is full', async () => {
    const { journal, ...world } = ports()
    const replica = await createReplica(plan, run, options, world)
    expect(replica.stacks.map(({ status }) => status)).to.deep.equal(['CREATE_COMPLETE', 'CREATE_COMPLETE'])
    expect(await createReplica(plan, run, options, world)).to.deep.equal(replica)
    expect(journal.codes()).to.include('replica.adopted').and.not.include('replica.plan_differs')
    expect((await listReplicas({ cloud, clock: createClock() })).map(({ id }) => id)).to.deep.equal(['pr-42'])
    expect((await findReplica('pr-42', { cloud }))?.stacks).to.have.length(2)

    const bucket = replica.stacks[0]?.outputs.Bucket ?? ''
    const s3 = new S3Client({ ...sdk(), forcePathStyle: true })
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    for (const text of ['one', 'two']) await cloud.buckets.put(bucket, 'folder/ü key', text)
    expect(await deleteReplica('pr-42', world)).to.deep.equal({
      deleted: [lake.name, network.name],
      survivors: [],
    })
    expect(await cloud.stacks.list()).to.deep.equal([])
    expect(await cloud.buckets.tags(bucket)).to.equal(undefined)
    expect(await deleteReplica('pr-42', world)).to.deep.equal({ deleted: [], survivors: [] })
  })

  it('empties a bucket of more than a thousand versions', async () => {
    const { journal: _, ...world } = ports()
    const replica = await createReplica(planOf(plannedStack('lake', templateOf({ Lake: 'AWS::S3::Bucket' }))), run, options, world)
    const [resource] = (await cloud.stacks.resources(replica.stacks[0]?.arn ?? '')) ?? []
    const bucket = resource?.physicalId ?? ''
    for (let batch = 0; batch < 21; batch++) {
      await Promise.all(Array.from({ length: 50 }, (__, n) => cloud.buckets.put(bucket, `${batch}/${n}`, 'x')))
    }
    expect(await cloud.buckets.empty(bucket)).to.equal(1_050)
    expect(await cloud.buckets.empty(bucket)).to.equal(0)
  })

  it('reads a stack in the words of the port, and has no word for one that is not there', async () => {
    const { journal: _, ...world } = ports()
    await createReplica(plan, run, options, world)
    const stack = await cloud.stacks.describe(lake.name)
    expect(stack).to.include({ name: lake.name, status: 'CREATE_COMPLETE', terminationProtection: false })
    expect(stack?.parameters.Env?.value).to.equal('replica')
    expect(stack?.tags['prod-replica:production']).to.equal('lake')
    expect(JSON.parse((await cloud.stacks.template(lake.name, 'original')) ?? '')).to.have.property('Resources')
    expect((await cloud.stacks.exports()).map(({ name }) => name)).to.deep.equal(['pr-42-vpc'])
    const events = await cloud.stacks.events(stack?.arn ?? '')
    expect(events.at(-1)).to.include({ isStack: true, status: 'CREATE_COMPLETE' })
    expect(await cloud.stacks.events(stack?.arn ?? '', events.at(-3)?.id)).to.deep.equal(events.slice(-2))
    expect(await cloud.stacks.describe('nothing')).to.equal(undefined)
    await cloud.stacks.delete('nothing', { token: 't' })
  })

  it('says that a name is taken', async () => {
    const request = {
      name: 'taken',
      template: JSON.stringify(network.template),
      parameters: {},
      tags: {},
      capabilities: [],
      token: 'one',
      onFailure: 'DO_NOTHING' as const,
    }
    await cloud.stacks.create(request)
    const error = await cloud.stacks.create({ ...request, token: 'two' }).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'stack.already_exists')).to.equal(true)
  })

  it('makes stacks in express mode, where that mode is not known, and finds nothing to update', async () => {
    const { journal: _, ...world } = ports()
    const sent = await startRecordingProxy(moto.endpoint)
    try {
      const recorded = await createCloud({ ...moto.environment, AWS_ENDPOINT_URL: sent.endpoint })
      const replica = await createReplica(plan, run, options, { ...world, cloud: recorded })
      const modes = sent.forms.filter((form) => form.get('Action') === 'CreateStack').map((form) => form.get('DeploymentConfig.Mode'))
      expect(modes).to.deep.equal(['EXPRESS', 'EXPRESS'])
      const [{ arn = '' } = {}] = replica.stacks
      const update = { arn, parameters: ['Env'], capabilities: [], token: 'again', mode: 'EXPRESS' as const }
      expect(await recorded.stacks.update(update)).to.equal(false)
    } finally {
      await sent.close()
    }
  })

  it('leaves stacks without our tags alone', async () => {
    const template = JSON.stringify(network.template)
    const request = { template, parameters: {}, tags: {}, capabilities: [], token: 't', onFailure: 'DO_NOTHING' as const }
    await cloud.stacks.create({ ...request, name: network.name })
    const { journal: _, ...world } = ports()
    const error = await createReplica(plan, run, options, world).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'stack.not_ours')).to.equal(true)
    expect(await deleteReplica('pr-42', world)).to.deep.equal({ deleted: [], survivors: [] })
    expect((await cloud.stacks.describe(network.name))?.status).to.equal('CREATE_COMPLETE')
  })

  it('knows whose credentials these are', async () => {
    expect(await cloud.identity.whoAmI()).to.include({ account: '123456789012', partition: 'aws' })
  })

  it('reads secrets, as fields or whole', async () => {
    const manager = new SecretsManagerClient(sdk())
    const fields = await manager.send(new CreateSecretCommand({ Name: 'fields', SecretString: '{"password":"p","port":5432}' }))
    const whole = await manager.send(new CreateSecretCommand({ Name: 'whole', SecretString: 'plain' }))
    expect(await cloud.secrets.read(fields.ARN ?? '')).to.deep.equal({ password: 'p', port: '5432' })
    expect(await cloud.secrets.read(whole.ARN ?? '')).to.deep.equal({ value: 'plain' })
  })

  it('finds the host names of an instance, a cluster with its members, and a warehouse, and none where there is none', async () => {
    const rds = new RDSClient(sdk())
    const master = { MasterUsername: 'boss', MasterUserPassword: 'secret-password-1' }
    const small = { DBInstanceClass: 'db.t3.medium', AllocatedStorage: 20 }
    await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier: 'app', ...small, Engine: 'postgres', Port: 6432, ...master }))
    await rds.send(new CreateDBClusterCommand({ DBClusterIdentifier: 'aurora', Engine: 'aurora-postgresql', ...master }))
    const member = { DBInstanceIdentifier: 'member', DBClusterIdentifier: 'aurora', Engine: 'aurora-postgresql' }
    await rds.send(new CreateDBInstanceCommand({ ...member, DBInstanceClass: 'db.t3.medium' }))
    const redshift = new RedshiftClient(sdk())
    await redshift.send(new CreateClusterCommand({ ClusterIdentifier: 'house', NodeType: 'ra3.large', ...master }))

    const instance = await cloud.endpoints.of({ kind: 'rds-instance', physicalId: 'app' })
    expect(instance?.port).to.equal(6432)
    expect(instance?.names[0]).to.match(/^app\.\w+\.eu-west-1\.rds\.amazonaws\.com$/)
    const cluster = await cloud.endpoints.of({ kind: 'rds-cluster', physicalId: 'aurora' })
    expect(cluster?.names.map((name) => name.replace(/\.(?:cluster-)?(?:ro-)?\w+\.eu-west-1.*/, ''))).to.deep.equal([
      'aurora',
      'aurora',
      'member',
    ])
    expect((await cloud.endpoints.of({ kind: 'redshift-cluster', physicalId: 'house' }))?.port).to.equal(5439)
    for (const kind of ['rds-instance', 'rds-cluster', 'redshift-cluster'] as const)
      expect(await cloud.endpoints.of({ kind, physicalId: 'nothing' })).to.equal(undefined)
  })

  it('finds the newest snapshot of an instance, a cluster and a warehouse, and none where there is none', async () => {
    const rds = new RDSClient(sdk())
    const master = { MasterUsername: 'boss', MasterUserPassword: 'secret-password-1' }
    const small = { DBInstanceClass: 'db.t3.micro', Engine: 'postgres', AllocatedStorage: 20 }
    await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier: 'app', ...small, ...master }))
    await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier: 'app', DBSnapshotIdentifier: 'first' }))
    await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier: 'app', DBSnapshotIdentifier: 'second' }))
    await rds.send(new CreateDBClusterCommand({ DBClusterIdentifier: 'aurora', Engine: 'aurora-postgresql', ...master }))
    await rds.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: 'aurora', DBClusterSnapshotIdentifier: 'only' }))
    const redshift = new RedshiftClient(sdk())
    await redshift.send(new CreateClusterCommand({ ClusterIdentifier: 'house', NodeType: 'ra3.large', ...master }))
    await redshift.send(new CreateClusterSnapshotCommand({ ClusterIdentifier: 'house', SnapshotIdentifier: 'house-1' }))

    const latest = (kind: 'rds-instance' | 'rds-cluster' | 'redshift-cluster', physicalId: string) =>
      cloud.snapshots.latest({ kind, physicalId })
    const instance = await latest('rds-instance', 'app')
    expect(instance?.id).to.match(/^arn:aws:rds:eu-west-1:\d+:snapshot:second$/)
    expect(instance).to.include({ masterUser: 'boss', sizeGiB: 20 })
    expect((await latest('rds-cluster', 'aurora'))?.id).to.match(/^arn:aws:rds:.*:cluster-snapshot:only$/)
    expect((await latest('redshift-cluster', 'house'))?.id).to.equal('house-1')
    for (const kind of ['rds-instance', 'rds-cluster', 'redshift-cluster'] as const)
      expect(await latest(kind, 'nothing')).to.equal(undefined)
  })
})
