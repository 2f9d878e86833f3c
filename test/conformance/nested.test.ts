import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import type { PlannedNested } from '../../src/derive/types.ts'
import { startLocalCloud } from '../../src/local-cloud/start.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import { readProduction } from '../../src/production/read.ts'
import type { Template } from '../../src/production/types.ts'
import { loadSpec } from '../../src/spec/load.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import { deleteReplica } from '../../src/stack/delete/delete.ts'
import { listReplicas } from '../../src/stack/replica/find.ts'
import { fakeProductionPorts } from '../support/fake-production.ts'
import { createJournal } from '../support/journal.ts'
import { startMoto } from '../support/moto.ts'
import { readActions } from '../support/nested-production.ts'
import { plannedStack, planOf, run } from '../support/plans.ts'
import { runPython } from '../support/python.ts'
import { startRecordingProxy } from '../support/recording-proxy.ts'

interface Endpoint {
  environment: Record<string, string>
  close(): Promise<void>
}

/** moto knows a path-style address of a template by the word localhost alone. */
async function startNamedMoto(): Promise<Endpoint & { endpoint: string }> {
  const moto = await startMoto()
  const endpoint = moto.endpoint.replace('127.0.0.1', 'localhost')
  return { ...moto, endpoint, environment: { ...moto.environment, AWS_ENDPOINT_URL: endpoint } }
}

const endpoints: Record<string, () => Promise<Endpoint>> = {
  moto: startNamedMoto,
  'the local cloud': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
    const cloud = await startLocalCloud({ folder, timeScale: 0 })
    const close = () => cloud.close().then(() => rm(folder, { recursive: true, force: true }))
    return { environment: { ...cloud.environment, AWS_REGION: 'us-east-1' }, close }
  },
}

for (const [name, start] of Object.entries(endpoints)) {
  describe(`a replica with nested stacks, on ${name}`, function () {
    this.timeout(120_000)
    let endpoint: Endpoint
    let cloud: Cloud

    before(async () => {
      endpoint = await start()
      cloud = await createCloud(endpoint.environment)
      await makeBucket('staging', endpoint.environment)
    })
    after(() => endpoint?.close())

    it('is made with child and grandchild, gives its outputs to the next stack, and is deleted whole', async () => {
      const world = { cloud, clock: createClock(), emit: createJournal().emit, signal: new AbortController().signal }
      const plan = planOf(reader, name === 'moto' ? withoutDeep : parent)
      const replica = await createReplica(plan, run, { ttlMs: 3_600_000, stagingBucket: 'staging' }, world)
      const [read, made] = replica.stacks
      expect(made?.status).to.equal('CREATE_COMPLETE')
      if (name !== 'moto') expect(made?.outputs.Deep).to.contain('deep-pr-42')
      const described = await cloud.stacks.describe(reader.name)
      expect(described?.outputs.Read?.value).to.equal(made?.outputs.Topic)
      expect(read?.status).to.equal('CREATE_COMPLETE')
      expect(
        (await listReplicas({ cloud, clock: createClock() })).flatMap(({ stacks }) => stacks.map((stack) => stack.name)),
      ).to.have.members([parent.name, reader.name])
      expect(await deleteReplica('pr-42', world)).to.deep.equal({ deleted: [reader.name, parent.name], survivors: [] })
      expect((await cloud.stacks.list()).map((stack) => stack.name)).to.deep.equal([])
    })
  })
}

describe('a production of nested stacks that boto3 made, on moto', function () {
  this.timeout(120_000)

  it('is read whole by read actions alone, with the snapshot of a store in a nested stack', async () => {
    const moto = await startNamedMoto()
    const proxy = await startRecordingProxy(moto.endpoint)
    try {
      await runPython('nested_production.py', [moto.endpoint], {})
      const cloud = await createCloud({ ...moto.environment, AWS_ENDPOINT_URL: proxy.endpoint })
      const spec = loadSpec(
        'version: 1\nproduction: {stacks: [shop]}\nstores: {app: {resource: shop/Data/Store/Db, database: app}}\n',
        'replica.yml',
      )
      const { stacks, exports, snapshots } = await readProduction(spec, fakeProductionPorts(cloud))
      expect(stacks.map(({ name, resources }) => [name, resources.length])).to.deep.equal([
        ['shop', 121],
        ['shop/Data', 2],
        ['shop/Data/Store', 1],
      ])
      expect(stacks[2]?.parent).to.deep.equal({ stack: 'shop/Data', logicalId: 'Store' })
      expect(stacks[2]?.resources[0]?.physicalId).to.equal('shop-db')
      expect(stacks[0]?.parameters.Password).to.deep.equal({ value: '****', secret: true })
      expect(exports['shop-topic']?.stack).to.equal('shop/Data')
      expect(snapshots.app?.id).to.contain('nightly')
      expect(proxy.actions.filter((action) => !readActions.includes(action))).to.deep.equal([])
    } finally {
      await proxy.close()
      await moto.close()
    }
  })
})

const stackType = 'AWS::CloudFormation::Stack'
const deep: Template = {
  Parameters: { Name: { Type: 'String' } },
  Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' } } }, Files: { Type: 'AWS::S3::Bucket' } },
  Outputs: { Name: { Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } },
}
const middle: Template = {
  Parameters: { Name: { Type: 'String' } },
  Resources: { Deep: { Type: stackType, Properties: { Parameters: { Name: { Ref: 'Name' } } } }, Topic: { Type: 'AWS::SNS::Topic' } },
  Outputs: { Name: { Value: { 'Fn::GetAtt': ['Deep', 'Outputs.Name'] } } },
}
const nestedIn = (production: string, template: Template, nested: Record<string, PlannedNested> = {}): PlannedNested => {
  return { production, template, nested, decisions: [] }
}
const topicOutput = { Value: { Ref: 'Topic' }, Export: { Name: 'pr-42-topic' } }
const parent = {
  ...plannedStack('shop', {
    Resources: { Middle: { Type: stackType, Properties: { Parameters: { Name: 'deep-pr-42' } } }, Topic: { Type: 'AWS::SNS::Topic' } },
    Outputs: { Topic: topicOutput, Deep: { Value: { 'Fn::GetAtt': ['Middle', 'Outputs.Name'] } } },
  }),
  nested: { Middle: nestedIn('shop/Middle', middle, { Deep: nestedIn('shop/Middle/Deep', deep) }) },
}
/** moto knows no outputs of nested stacks as attributes. */
const withoutDeep = { ...parent, template: { ...parent.template, Outputs: { Topic: topicOutput } } }
const reader = {
  ...plannedStack(
    'reader',
    {
      Resources: { News: { Type: 'AWS::SNS::Topic' } },
      Outputs: { Read: { Value: { 'Fn::ImportValue': 'pr-42-topic' } } },
    },
    ['shop'],
  ),
}

async function makeBucket(Bucket: string, environment: Record<string, string>): Promise<void> {
  const {
    AWS_ENDPOINT_URL: endpoint = '',
    AWS_ACCESS_KEY_ID: accessKeyId = 'a',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = 'b',
  } = environment
  const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } })
  await s3.send(new CreateBucketCommand({ Bucket }))
  s3.destroy()
}
