import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { expect } from 'chai'
import { createBuckets } from '../../src/adapters/buckets.ts'
import { createLinks } from '../../src/adapters/links.ts'
import { createRetries } from '../../src/adapters/retries.ts'
import type { Buckets } from '../../src/ports/cloud.ts'
import { startTestCloud, type TestCloud } from '../local-cloud/support.ts'
import { rejection } from '../support/rejection.ts'

describe('objects and addresses of a bucket, over HTTP to the local cloud', function () {
  this.timeout(20_000)
  let cloud: TestCloud
  let buckets: Buckets
  const links = createLinks()
  const key = 'prod-replica/one/a b+ü(1)/x'

  before(async () => {
    cloud = await startTestCloud()
    const credentials = { accessKeyId: 'AKIALOCALCLOUD000000', secretAccessKey: 'local' }
    const config = { region: 'us-east-1', endpoint: cloud.endpoint, credentials }
    const s3 = new S3Client({ ...config, forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket: 'staging' }))
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'staging', VersioningConfiguration: { Status: 'Enabled' } }))
    s3.destroy()
    const timeouts = { connectionTimeout: 1000, requestTimeout: 5000 }
    const retryStrategy = createRetries({ attempts: 1, throttledAttempts: 1 })
    buckets = createBuckets({ ...config, retryStrategy, maxAttempts: 1, customUserAgent: 'test', requestHandler: timeouts })
  })
  after(() => cloud.close())

  it('are read and written by whoever has their address', async () => {
    await links.put(await buckets.link('staging', key, 'PUT', 60), 'what was put')
    expect(new TextDecoder().decode(await buckets.get('staging', key))).to.equal('what was put')
    expect(new TextDecoder().decode(await links.get(await buckets.link('staging', key, 'GET', 60)))).to.equal('what was put')
  })

  it('are undefined where there are none', async () => {
    expect(await buckets.get('staging', 'none')).to.equal(undefined)
    expect(await links.get(await buckets.link('staging', 'none', 'GET', 60))).to.equal(undefined)
  })

  it('are refused by an address that is for something else, and errors do not tell it', async () => {
    const address = await buckets.link('staging', key, 'GET', 60)
    const error = await rejection(links.put(address, 'more'))
    expect(error).to.include({ code: 'cloud.call_failed' })
    expect(String(error)).to.not.contain('Signature=')
    expect(await rejection(links.get(address.replace('one', 'two')))).to.include({ code: 'cloud.call_failed' })
  })

  it('go with their prefix, all versions, and no others', async () => {
    await buckets.put('staging', key, 'again')
    await buckets.put('staging', 'prod-replica/one2/x', 'stays')
    expect(await buckets.removeBelow('staging', 'prod-replica/one/')).to.equal(2)
    expect(await buckets.get('staging', key)).to.equal(undefined)
    expect(await buckets.get('staging', 'prod-replica/one2/x')).to.not.equal(undefined)
    expect(await buckets.removeBelow('nowhere', 'prod-replica/one/')).to.equal(0)
  })
})
