import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import { derivePlan } from '../../../src/derive/plan.ts'
import { readProduction } from '../../../src/production/read.ts'
import { loadSpec } from '../../../src/spec/load.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { deleteReplica } from '../../../src/stack/delete/delete.ts'
import { startTestCloud, type TestCloud } from '../../local-cloud/support.ts'
import { fakeProductionPorts } from '../../support/fake-production.ts'
import { createJournal } from '../../support/journal.ts'
import { run } from '../../support/plans.ts'

const root = `
Parameters: {Password: {Type: String, NoEcho: true}}
Resources:
  Cache: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: cache.yml, Parameters: {Token: !Ref Password}}}
  Web: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: web.yml, Parameters: {CacheToken: !Ref Password}}}
Outputs: {Url: {Value: !GetAtt Web.Outputs.Url}}
`
const cache = `
Parameters: {Token: {Type: String, NoEcho: true, MinLength: 16}}
Resources:
  Group: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {ReplicationGroupDescription: cache, AuthToken: !Ref Token}}
`
const web = `
Parameters: {CacheToken: {Type: String, NoEcho: true, MaxLength: 41}}
Resources:
  Settings: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub 'redis://:\${CacheToken}@cache'}}
Outputs: {Url: {Value: !GetAtt Settings.Value}}
`

describe('a plan with nested stacks that share a password', () => {
  let local: TestCloud
  beforeEach(async () => {
    local = await startTestCloud()
  })
  afterEach(() => local.close())

  it('is made on the local cloud with the generated one in every nested stack, and in no parameter', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    const cloud = await createCloud({ AWS_ENDPOINT_URL: local.endpoint, ...keys })
    await makeBucket('staging', local.endpoint)
    const spec = loadSpec('version: 1\nproduction: {templates: {shop: root.yml}}\nstores: {}\n', 'replica.yml')
    const production = await readProduction(spec, fakeProductionPorts(undefined, { 'root.yml': root, 'cache.yml': cache, 'web.yml': web }))
    const plan = derivePlan(production, spec, run)
    expect(plan.leaks).to.deep.equal([])
    const ports = { cloud, clock: createClock(), emit: createJournal().emit, signal: new AbortController().signal }
    const { stacks } = await createReplica(plan, run, { ttlMs: 3_600_000, stagingBucket: 'staging' }, ports)
    const shop = stacks.find((stack) => stack.production === 'shop')
    const { ProdReplicaPasswordSecret: secretArn = '' } = await local.physicalIds(shop?.name ?? '')
    const { password = '' } = await cloud.secrets.read(secretArn)
    expect(password)
      .to.match(/^[A-Za-z0-9-]{32}$/)
      .and.to.match(/-/)
    expect(shop?.outputs.Url).to.equal(`redis://:${password}@cache`)
    const parameters = (await cloud.stacks.list()).map((stack) => Object.values(stack.parameters).map(({ value }) => value))
    expect(JSON.stringify(parameters)).to.contain(secretArn).and.to.not.contain(password)
    expect((await deleteReplica(run.replicaId, ports)).survivors).to.deep.equal([])
  })
})

async function makeBucket(Bucket: string, endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
  await s3.send(new CreateBucketCommand({ Bucket }))
  s3.destroy()
}
