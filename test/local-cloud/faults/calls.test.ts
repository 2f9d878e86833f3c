import { CreateStackCommand, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud, type TestCloudOptions } from '../support.ts'

const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })

describe('a call that is to go wrong', () => {
  let cloud: TestCloud
  afterEach(() => cloud.close())

  const config = () => ({
    region: 'us-east-1',
    endpoint: cloud.endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  const list = () => cloud.client.send(new ListStacksCommand({}))
  const begin = async (options: TestCloudOptions) => {
    cloud = await startTestCloud(options)
  }

  it('is throttled in the words of its service', async () => {
    await begin({ faults: [{ on: '*', with: 'throttled' }] })
    const [s3, ssm] = [new S3Client({ ...config(), forcePathStyle: true }), new SSMClient(config())]
    const errors = [
      await failureOf(list()),
      await failureOf(s3.send(new ListBucketsCommand({}))),
      await failureOf(ssm.send(new DescribeInstanceInformationCommand({}))),
    ]
    expect(errors.map(({ name }) => name)).to.deep.equal(['Throttling', 'SlowDown', 'ThrottlingException'])
    for (const client of [s3, ssm]) client.destroy()
  })

  it('is one of the asked-for share, the same ones for the same seed', async () => {
    const outcomes = async (seed: number) => {
      await begin({ trouble: { seed, faults: [{ on: 'ListStacks', with: 'throttled', share: 0.3 }] } })
      const all: boolean[] = []
      for (let call = 0; call < 60; call += 1)
        all.push(
          await list().then(
            () => true,
            () => false,
          ),
        )
      return all
    }
    const first = await outcomes(7)
    await cloud.close()
    expect(first.filter((succeeded) => !succeeded).length).to.be.within(8, 30)
    expect(await outcomes(7)).to.deep.equal(first)
    await cloud.close()
    expect(await outcomes(8)).to.not.deep.equal(first)
  })

  it('does its work although the answer is lost, and the same token finds it done', async () => {
    await begin({ faults: [{ on: 'CreateStack', with: 'lost-answer', times: 1 }] })
    const create = () => cloud.client.send(new CreateStackCommand({ StackName: 'lost', TemplateBody, ClientRequestToken: 'one' }))
    expect(await failureOf(create())).to.have.property('code', 'ECONNRESET')
    const { StackId } = await create()
    expect((await cloud.rest('lost')).StackId).to.equal(StackId)
  })

  it('does nothing where the connection is reset before', async () => {
    await begin({ faults: [{ on: 'CreateStack', with: 'reset', times: 1 }] })
    expect(await failureOf(cloud.create('reset', TemplateBody))).to.have.property('code', 'ECONNRESET')
    expect((await list()).StackSummaries).to.deep.equal([])
  })

  it('fails on the server’s side, after so many that pass', async () => {
    await begin({
      faults: [
        { on: 'ListStacks', with: '503', after: 2, times: 1 },
        { on: 'ListStacks', with: '502', after: 2, times: 1 },
      ],
    })
    const statuses = []
    for (let call = 0; call < 5; call += 1) {
      const answer = await list().catch((error: { $metadata: object; $response?: { statusCode: number } }) => error)
      statuses.push((answer as { $response?: { statusCode: number } }).$response?.statusCode ?? answer.$metadata)
    }
    expect(statuses.map((status) => (typeof status === 'number' ? status : 200))).to.deep.equal([200, 200, 503, 502, 200])
  })

  it('is refused above the rate of its operation, and let in again later', async () => {
    await begin({ trouble: { rates: { ListStacks: 5 } } })
    const burst = await Promise.all(
      Array.from({ length: 12 }, () =>
        list().then(
          () => 'in',
          (error: Error) => error.name,
        ),
      ),
    )
    expect(burst.filter((each) => each === 'in').length).to.be.within(5, 7)
    expect(burst).to.include('Throttling')
    await new Promise((resolve) => setTimeout(resolve, 450))
    expect(await list().then(() => 'in')).to.equal('in')
  })

  it('is refused for its time where clocks differ, until the client has seen the server’s', async () => {
    await begin({ trouble: { clockSkewSeconds: 3600 } })
    expect((await failureOf(list())).name).to.equal('SignatureDoesNotMatch')
    const { $metadata } = await list()
    expect($metadata.httpStatusCode).to.equal(200)
  })

  it('is refused once its key has been in use too long', async () => {
    await begin({ trouble: { keySeconds: 0.2 } })
    const sts = new STSClient(config())
    await sts.send(new GetCallerIdentityCommand({}))
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect((await failureOf(sts.send(new GetCallerIdentityCommand({})))).name).to.equal('ExpiredToken')
    sts.destroy()
  })

  it('reads what was, for as long as reads are stale', async () => {
    await begin({ trouble: { stale: { seconds: 0.4, share: 1 } } })
    const StackName = await cloud.create('new', TemplateBody)
    expect((await failureOf(cloud.client.send(new DescribeStacksCommand({ StackName })))).message).to.contain('does not exist')
    expect((await list()).StackSummaries).to.deep.equal([])
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect((await cloud.rest(StackName)).StackStatus).to.equal('CREATE_COMPLETE')
  })

  it('is switched, told and counted over HTTP, by other processes too', async () => {
    await begin({})
    const page = (path: string, method = 'GET', body?: object) =>
      fetch(`${cloud.endpoint}/_local/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }).then(async (answer) => ({ status: answer.status, body: await answer.text() }))
    expect((await page('faults', 'PUT', { faults: [{ on: 'ListStacks', with: 'throttled', times: 1 }] })).status).to.equal(200)
    await failureOf(list())
    await list()
    expect(JSON.parse((await page('faults')).body).faults).to.deep.equal([{ on: 'ListStacks', with: 'throttled', times: 1, hits: 1 }])
    expect(JSON.parse((await page('calls')).body)).to.deep.equal({ 'cloudformation:ListStacks': 2 })
    expect(await page('faults', 'PUT', { fault: [] })).to.satisfy(
      (answer: { status: number; body: string }) => answer.status === 400 && answer.body.includes('there is no setting fault'),
    )
    await page('faults', 'PUT', { faults: [{ on: '*', with: '500' }] })
    await page('faults', 'DELETE')
    await list()
  })
})
