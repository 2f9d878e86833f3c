import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { ListCommandsCommand, SSMClient } from '@aws-sdk/client-ssm'
import { expect } from 'chai'
import { attendWork } from '../../src/actions/on-host/attend.ts'
import { openErrand } from '../../src/actions/on-host/errand.ts'
import type { Run } from '../../src/actions/run.ts'
import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import { createEntropy } from '../../src/adapters/entropy.ts'
import { createLinks } from '../../src/adapters/links.ts'
import { createSeals } from '../../src/adapters/seals.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import type { Replica } from '../../src/stack/types.ts'
import { type Moto, startMoto } from '../support/moto.ts'
import { rejection } from '../support/rejection.ts'

const password = 'of-the-store-alone'
const replica = {
  id: 'pr-1',
  expiresAt: '2099-01-01T00:00:00.000Z',
  hosts: { Pipes: { kind: 'instance', id: 'i-0123456789abcdef0' } },
  stores: {},
} as unknown as Replica

describe('work for a host, against moto', function () {
  this.timeout(120_000)
  let moto: Moto
  let cloud: Cloud
  before(async () => {
    moto = await startMoto()
    cloud = await createCloud({ ...moto.environment, AWS_REGION: 'us-east-1' })
    const s3 = new S3Client({ endpoint: moto.endpoint, region: 'us-east-1', forcePathStyle: true, credentials: keys })
    await s3.send(new CreateBucketCommand({ Bucket: 'staging' }))
    s3.destroy()
  })
  after(() => moto?.close())
  const keys = { accessKeyId: 'testing', secretAccessKey: 'testing' }

  it('is sent by addresses that moto’s S3 takes, and is taken away again', async () => {
    const links = createLinks()
    await links.put(await cloud.buckets.link('staging', 'prod-replica/pr-1/a b', 'PUT', 60), 'sent')
    expect(new TextDecoder().decode(await links.get(await cloud.buckets.link('staging', 'prod-replica/pr-1/a b', 'GET', 60)))).to.equal(
      'sent',
    )
    expect(await links.get(await cloud.buckets.link('staging', 'none', 'GET', 60))).to.equal(undefined)
    expect(await cloud.buckets.removeBelow('staging', 'prod-replica/pr-1/')).to.equal(1)
  })

  it('is ordered without a secret in what Systems Manager keeps', async () => {
    // moto takes every command and runs none: the host says nothing, and there is no result.
    const hosts = { ...cloud.hosts, find: async () => ({ instanceId: 'i-0123456789abcdef0', isOnline: true }) }
    const run = {
      cloud: async () => ({ ...cloud, hosts }),
      stagingBucket: 'staging',
      spec: { path: 'replica.yml' },
      results: { named: '.prod-replica' },
      emit: () => {},
      ports: {
        clock: createClock(),
        entropy: createEntropy(),
        seals: createSeals(),
        environment: {},
        interrupted: new AbortController().signal,
      },
    } as unknown as Run
    const errand = await openErrand('integrate', 'Pipes', run, replica)
    const { publicKey } = createSeals().makeKeys()
    const error = await rejection(attendWork(errand, { publicKey, revisions: {} }, { 'arn:app': { password } }))
    expect(error).to.include({ code: 'host.work_failed' })
    const ssm = new SSMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials: keys })
    const { Commands = [] } = await ssm.send(new ListCommandsCommand({}))
    ssm.destroy()
    expect(JSON.stringify(Commands)).to.contain('prod-replica/pr-1/work-').and.to.not.contain(password)
    const orders = await cloud.buckets.get('staging', `${errand.prefix}orders`)
    expect(Buffer.from(orders ?? []).toString('latin1')).to.not.contain(password)
  })
})
