import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { handlers } from '../../../src/local-cloud/resources/index.ts'
import { putObject } from '../../../src/local-cloud/services/s3/object-store.ts'
import type { ResourceHandler, ResourceRequest, SecretRecord } from '../../../src/local-cloud/types.ts'
import type { LocalServices } from '../../support/local-services.ts'
import { serveLocalServices } from '../../support/local-services.ts'
import { refusalOf } from '../../support/refusal.ts'

describe('resources of the local cloud', () => {
  let local: LocalServices

  beforeEach(async () => {
    local = await serveLocalServices()
  })

  afterEach(() => local.close())

  const handler = (type: string): ResourceHandler => handlers[type] as ResourceHandler
  const request = (type: string, properties: ResourceRequest['properties'] = {}): ResourceRequest => ({
    type,
    logicalId: 'ScoreFiles',
    stackName: 'A-Stack-With-A-Very-Long-Name-That-Does-Not-Fit-In-The-Name-Of-A-Bucket',
    stackId: 'arn',
    properties,
    tags: { owner: 'ci' },
  })
  const create = (type: string, properties?: ResourceRequest['properties']) => handler(type).create(request(type, properties), local.world)
  const remove = (type: string, id: string) => handler(type).delete(id, request(type), local.world)

  it('make a bucket with a name that fits, and refuse one that is taken', async () => {
    const { physicalId, attributes } = await create('AWS::S3::Bucket')
    expect(physicalId)
      .to.match(/^a-stack-[a-z-]+-scorefiles-[0-9a-f]{12}$/)
      .and.have.length.at.most(63)
    expect(attributes.Arn).to.equal(`arn:aws:s3:::${physicalId}`)
    expect((await refusalOf(create('AWS::S3::Bucket', { BucketName: physicalId }))).message).to.equal(`${physicalId} already exists`)
    expect((await refusalOf(create('AWS::S3::Bucket', { BucketName: '../up' }))).message).to.equal('The specified bucket is not valid.')
  })

  it('do not delete a bucket that holds something, a delete marker included', async () => {
    const { physicalId } = await create('AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } })
    await putObject(local.world, physicalId, { key: 'k', content: Buffer.from('x'), headers: {} })
    const refused = await refusalOf(remove('AWS::S3::Bucket', physicalId))
    expect(refused.message).to.match(/^The bucket you tried to delete is not empty/)
    const { physicalId: empty } = await create('AWS::S3::Bucket', { BucketName: 'empty' })
    await remove('AWS::S3::Bucket', empty)
    await remove('AWS::S3::Bucket', empty)
    expect(await readdir(join(local.world.folder, 'buckets'))).to.deep.equal([physicalId])
  })

  it('make a secret that CloudFormation can resolve, by its ARN', async () => {
    const GenerateSecretString = { SecretStringTemplate: '{}', GenerateStringKey: 'password', ExcludePunctuation: true }
    const { physicalId } = await create('AWS::SecretsManager::Secret', { GenerateSecretString })
    const record = local.world.state.table<SecretRecord>('secrets').get(physicalId)
    expect(JSON.parse(record?.value ?? '').password).to.match(/^[A-Za-z0-9]{32}$/)
    expect(record?.tags).to.deep.equal({ owner: 'ci' })
    await remove('AWS::SecretsManager::Secret', physicalId)
    expect(local.world.state.table('secrets').values()).to.deep.equal([])
    const broken = { GenerateSecretString: { ...GenerateSecretString, SecretStringTemplate: '{' } }
    expect((await refusalOf(create('AWS::SecretsManager::Secret', broken))).constructor.name).to.equal('ResourceFailure')
  })

  it('make a host with a folder of its own, and take both away', async () => {
    const { physicalId, attributes } = await create('AWS::EC2::Instance', { ImageId: 'ami-1' })
    expect(physicalId).to.match(/^i-[0-9a-f]{17}$/)
    expect(attributes.PrivateIp).to.match(/^10\.0\.\d+\.\d+$/)
    expect(await readdir(join(local.world.folder, 'hosts'))).to.deep.equal([physicalId])
    await remove('AWS::EC2::Instance', physicalId)
    expect(await readdir(join(local.world.folder, 'hosts'))).to.deep.equal([])
  })

  it('make parameters, schedules and mail identities, and forget them', async () => {
    const made = [
      ['AWS::SSM::Parameter', { Name: '/a', Type: 'String', Value: 'v' }],
      ['AWS::Scheduler::Schedule', { Name: 's', ScheduleExpression: 'rate(1 hour)', Target: {}, FlexibleTimeWindow: { Mode: 'OFF' } }],
      ['AWS::SES::EmailIdentity', { EmailIdentity: 'newvision.example' }],
    ] as const
    for (const [type, properties] of made) {
      const { physicalId } = await create(type, properties)
      expect((await refusalOf(create(type, properties))).message).to.match(/already exists/)
      await remove(type, physicalId)
    }
    for (const table of ['ssm-parameters', 'schedules', 'ses-identities']) expect(local.world.state.table(table).values()).to.deep.equal([])
  })
})
