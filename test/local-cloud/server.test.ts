import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect } from 'chai'
import { attachLocalCloud } from '../../src/local-cloud/attach.ts'
import { isOwnHost, readScope } from '../../src/local-cloud/authorize.ts'
import { startLocalCloud } from '../../src/local-cloud/start.ts'
import { failureOf, startTestCloud, type TestCloud } from './support.ts'

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/${service}/aws4_request, Signature=0`,
})

describe('the local cloud’s server', () => {
  let cloud: TestCloud
  before(async () => {
    cloud = await startTestCloud()
  })
  after(() => cloud.close())

  it('knows who calls', async () => {
    const client = new STSClient({ region: 'us-east-1', endpoint: cloud.endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
    expect(await client.send(new GetCallerIdentityCommand({}))).to.include({ Account: '111122223333' })
    client.destroy()
  })

  it('refuses a request that nobody signed', async () => {
    const answer = await fetch(`${cloud.endpoint}/`, { method: 'POST', body: 'Action=ListStacks' })
    expect([answer.status, await answer.text()]).to.satisfy(
      ([status, text]: [number, string]) => status === 403 && text.includes('MissingAuthenticationToken'),
    )
  })

  it('names the service or action that it does not have', async () => {
    const service = await fetch(`${cloud.endpoint}/`, { method: 'POST', headers: signedFor('ecs'), body: 'Action=A' })
    expect(await service.text()).to.contain('has no service ecs')
    const action = await fetch(`${cloud.endpoint}/`, {
      method: 'POST',
      headers: signedFor('cloudformation'),
      body: 'Action=DetectStackDrift',
    })
    expect([action.status, await action.text()]).to.satisfy(
      ([status, text]: [number, string]) => status === 400 && text.includes('InvalidAction') && text.includes('DetectStackDrift'),
    )
  })

  it('answers by its own names only', () => {
    const hosts = ['127.0.0.1:80', 'localhost:80', 'bucket.localhost:80', 'evil.example:80', '127.0.0.1:81', '127.0.0.1.evil.example:80']
    expect(hosts.map((host) => isOwnHost(host, 80))).to.deep.equal([true, true, true, false, false, false])
  })

  it('reads who a presigned address was signed for', () => {
    const query = new URLSearchParams({ 'X-Amz-Credential': 'k/20260101/eu-west-1/s3/aws4_request' })
    expect(readScope({ headers: {}, query })).to.deep.equal({ service: 's3', region: 'eu-west-1' })
  })

  it('is found by another process that is given its folder', async () => {
    expect(await attachLocalCloud(cloud.folder)).to.deep.include({ endpoint: cloud.endpoint })
  })

  it('serves a folder once', async () => {
    const error = await failureOf(startLocalCloud({ folder: cloud.folder, timeScale: 0 }))
    expect(error).to.have.property('code', 'local.folder_in_use')
  })

  it('says that its port is taken, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'local-cloud-'))
    const port = Number(new URL(cloud.endpoint).port)
    expect(await failureOf(startLocalCloud({ folder, port, timeScale: 0 }))).to.have.property('code', 'local.port_in_use')
    const other = await startLocalCloud({ folder, timeScale: 0 })
    await other.close()
    await rm(folder, { recursive: true })
  })

  it('takes over a folder whose process is gone, and is not found there before', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'local-cloud-'))
    await writeFile(join(folder, 'server.pid'), '4194305\n')
    await writeFile(join(folder, 'endpoint.json'), JSON.stringify({ endpoint: cloud.endpoint, region: 'us-east-1', pid: 1 }))
    expect(await attachLocalCloud(folder)).to.equal(undefined)
    const other = await startLocalCloud({ folder, timeScale: 0 })
    await other.close()
    expect(await attachLocalCloud(folder)).to.equal(undefined)
    await rm(folder, { recursive: true })
  })
})
