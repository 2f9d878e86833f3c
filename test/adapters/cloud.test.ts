import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createCloud } from '../../src/adapters/cloud.ts'
import { ReplicaError } from '../../src/errors.ts'

interface Seen {
  form: URLSearchParams
  headers: IncomingMessage['headers']
  path: string
}

/** An AWS endpoint that answers as each test says: status and XML, by action. */
function createEndpoint() {
  const seen: Seen[] = []
  let answer: (form: URLSearchParams, count: number) => [status: number, xml: string] = () => [500, '']
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    seen.push({ form, headers: request.headers, path: request.url ?? '' })
    const [status, xml] = answer(form, seen.length)
    response.writeHead(status, { 'content-type': 'text/xml' }).end(xml)
  })
  return {
    seen,
    answerWith(next: typeof answer) {
      answer = next
    },
    open: () => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
    address: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function errorXml(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
}

function identityXml(arn: string): string {
  return `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
}

function eventsXml(ids: readonly number[], next?: string): string {
  const members = ids.map(
    (id) =>
      `<member><EventId>e${id}</EventId><StackId>arn:s</StackId><PhysicalResourceId>arn:s</PhysicalResourceId><Timestamp>2026-01-01T00:00:0${id}Z</Timestamp></member>`,
  )
  const token = next === undefined ? '' : `<NextToken>${next}</NextToken>`
  return `<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>${members.join('')}</StackEvents>${token}</DescribeStackEventsResult></DescribeStackEventsResponse>`
}

async function failureOf(work: Promise<unknown>): Promise<ReplicaError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).to.be.instanceOf(ReplicaError)
  return error as ReplicaError
}

describe('createCloud', () => {
  const endpoint = createEndpoint()
  const keys = { AWS_ACCESS_KEY_ID: 'key-id', AWS_SECRET_ACCESS_KEY: 'key' }
  const environment = () => ({ ...keys, AWS_ENDPOINT_URL: endpoint.address(), AWS_DEFAULT_REGION: 'eu-west-3', AWS_MAX_ATTEMPTS: '2' })

  before(() => endpoint.open())
  after(() => endpoint.close())
  beforeEach(() => void endpoint.seen.splice(0))

  it('needs a region: named, or in AWS_REGION, or in AWS_DEFAULT_REGION', async () => {
    expect((await failureOf(createCloud({ ...keys }))).code).to.equal('cloud.no_region')
    expect((await createCloud({ AWS_DEFAULT_REGION: 'a' })).region).to.equal('a')
    expect((await createCloud({ AWS_REGION: 'b', AWS_DEFAULT_REGION: 'a' })).region).to.equal('b')
    expect((await createCloud({ AWS_REGION: 'b' }, 'c')).region).to.equal('c')
  })

  it('signs with the credentials and the region of the environment that it was given, and says who it is', async () => {
    endpoint.answerWith(() => [200, identityXml('arn:aws-us-gov:sts::111122223333:assumed-role/ci/x')])
    const { identity } = await createCloud({ ...environment(), AWS_SESSION_TOKEN: 'session' })
    const { partition, account } = await identity.whoAmI()
    expect({ partition, account }).to.deep.equal({ partition: 'aws-us-gov', account: '111122223333' })
    const [call] = endpoint.seen
    expect(call?.headers.authorization).to.match(/Credential=key-id\/\d+\/eu-west-3\/sts\//)
    expect(call?.headers['x-amz-security-token']).to.equal('session')
    expect(call?.headers['user-agent']).to.contain('prod-replica/')
  })

  it('sends one service elsewhere when its own endpoint is set', async () => {
    endpoint.answerWith(() => [200, identityXml('arn:aws:iam::1:user/ci')])
    const { identity } = await createCloud({
      ...environment(),
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_STS: endpoint.address(),
    })
    expect((await identity.whoAmI()).partition).to.equal('aws')
  })

  it('names the endpoint, when nobody answers there', async () => {
    const { identity } = await createCloud({ ...environment(), AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })
    const error = await failureOf(identity.whoAmI())
    expect(error.code).to.equal('cloud.unreachable')
    expect(error.message).to.contain('http://127.0.0.1:1').and.to.contain('the connection was refused')
  })

  it('refuses an endpoint that is no address, by the name of its variable', async () => {
    for (const wrong of ['localhost:4566', 'nonsense', 'file:///etc/passwd']) {
      const error = await failureOf(createCloud({ ...environment(), AWS_ENDPOINT_URL_S3: wrong }))
      expect(error.code).to.equal('cloud.bad_endpoint')
      expect(error.message).to.contain('AWS_ENDPOINT_URL_S3').and.to.not.contain(wrong)
    }
  })

  it('says that credentials have expired', async () => {
    endpoint.answerWith(() => [403, errorXml('ExpiredToken', 'The security token included in the request is expired')])
    const error = await failureOf((await createCloud(environment())).identity.whoAmI())
    expect(error.code).to.equal('cloud.rejected_credentials')
    expect(error.message).to.contain('expired')
  })

  it('tries again when it is throttled, and tells throttling that lasts', async () => {
    endpoint.answerWith((_, count) =>
      count === 1 ? [400, errorXml('Throttling', 'Rate exceeded')] : [200, identityXml('arn:aws:iam::1:user/ci')],
    )
    expect((await (await createCloud(environment())).identity.whoAmI()).account).to.equal('111122223333')
    endpoint.answerWith(() => [400, errorXml('Throttling', 'Rate exceeded')])
    expect((await failureOf((await createCloud(environment())).identity.whoAmI())).code).to.equal('cloud.throttled')
  })

  it('tells throttling at once to who paces calls, but never a fault of the server', async () => {
    const { paced, stacks } = await createCloud(environment())
    endpoint.answerWith((_, count) => (count === 1 ? [400, errorXml('Throttling', 'Rate exceeded')] : [200, eventsXml([1])]))
    expect((await failureOf(paced?.stacks.events('arn:s') ?? Promise.resolve())).code).to.equal('cloud.throttled')
    expect(endpoint.seen.splice(0)).to.have.length(1)
    expect(await stacks.events('arn:s')).to.have.length(1)
    expect(endpoint.seen.splice(0)).to.have.length(2)
    endpoint.answerWith((_, count) => (count === 1 ? [503, errorXml('ServiceUnavailable', 'later')] : [200, eventsXml([1])]))
    expect(await paced?.stacks.events('arn:s')).to.have.length(1)
  })

  it('knows a stack that does not exist by the text of the error, and other validation errors as errors', async () => {
    const { stacks } = await createCloud(environment())
    endpoint.answerWith(() => [400, errorXml('ValidationError', 'Stack with id x does not exist')])
    expect(await stacks.describe('x')).to.equal(undefined)
    expect(await stacks.events('x')).to.deep.equal([])
    await stacks.delete('x', { token: 't' })
    endpoint.answerWith(() => [400, errorXml('ValidationError', '1 validation error detected')])
    expect((await failureOf(stacks.describe('x'))).message).to.contain('1 validation error detected')
  })

  it('has no template where CloudFormation keeps none of that stage, nor of a stack that is gone', async () => {
    const { stacks } = await createCloud(environment())
    endpoint.answerWith(() => [400, errorXml('ValidationError', 'Template stage Processed is not available')])
    expect(await stacks.template('old', 'processed')).to.equal(undefined)
    expect(endpoint.seen[0]?.form.get('TemplateStage')).to.equal('Processed')
    expect((await failureOf(stacks.template('old', 'original'))).code).to.equal('cloud.call_failed')
    endpoint.answerWith(() => [400, errorXml('ValidationError', 'Stack with id gone does not exist')])
    expect(await stacks.template('gone', 'original')).to.equal(undefined)
    expect(await stacks.resources('gone')).to.equal(undefined)
  })

  it('reads resources and exports page by page', async () => {
    const { stacks } = await createCloud(environment())
    const page = (action: string, list: string, members: string, next?: string) => {
      const token = next === undefined ? '' : `<NextToken>${next}</NextToken>`
      return `<${action}Response><${action}Result><${list}>${members}</${list}>${token}</${action}Result></${action}Response>`
    }
    const resource = (id: string) => `<member><LogicalResourceId>${id}</LogicalResourceId></member>`
    const exported = (name: string) => `<member><Name>${name}</Name><Value>v</Value><ExportingStackId>arn:s</ExportingStackId></member>`
    endpoint.answerWith((form) => {
      const isLast = form.get('NextToken') === 'more'
      const next = isLast ? undefined : 'more'
      const name = isLast ? 'B' : 'A'
      return form.get('Action') === 'ListExports'
        ? [200, page('ListExports', 'Exports', exported(name), next)]
        : [200, page('ListStackResources', 'StackResourceSummaries', resource(name), next)]
    })
    expect((await stacks.resources('s'))?.map(({ logicalId }) => logicalId)).to.deep.equal(['A', 'B'])
    expect((await stacks.exports()).map(({ name }) => name)).to.deep.equal(['A', 'B'])
  })

  it('reads events page by page, no further than the last known one, and gives the oldest first', async () => {
    const { stacks } = await createCloud(environment())
    const pages: Record<string, string> = { '': eventsXml([6, 5], 'p2'), p2: eventsXml([4, 3], 'p3'), p3: eventsXml([2, 1]) }
    endpoint.answerWith((form) => [200, pages[form.get('NextToken') ?? ''] ?? ''])
    expect((await stacks.events('arn:s')).map(({ id }) => id)).to.deep.equal(['e1', 'e2', 'e3', 'e4', 'e5', 'e6'])
    endpoint.seen.splice(0)
    expect((await stacks.events('arn:s', 'e4')).map(({ id }) => id)).to.deep.equal(['e5', 'e6'])
    expect(endpoint.seen).to.have.length(2)
  })

  it('asks for failed events only, and gives where a validation failed', async () => {
    const { stacks } = await createCloud(environment())
    const xml = `<DescribeEventsResponse><DescribeEventsResult><OperationEvents><member><EventType>VALIDATION_ERROR</EventType>
      <LogicalResourceId>Queue</LogicalResourceId><ValidationStatusReason>name taken</ValidationStatusReason><ValidationPath>/Resources/Queue</ValidationPath>
      </member></OperationEvents></DescribeEventsResult></DescribeEventsResponse>`
    endpoint.answerWith(() => [200, xml])
    expect(await stacks.failures('arn:s')).to.deep.equal([{ logicalId: 'Queue', reason: 'name taken (at /Resources/Queue)' }])
    expect(endpoint.seen[0]?.form.get('Filters.FailedEvents')).to.equal('true')
  })

  it('sends a template by its address where there is one, in place of its text', async () => {
    const { stacks } = await createCloud(environment())
    endpoint.answerWith(() => [
      200,
      '<CreateStackResponse><CreateStackResult><StackId>arn:s</StackId></CreateStackResult></CreateStackResponse>',
    ])
    const request = { name: 's', template: '{}', parameters: { A: 'b' }, tags: { t: 'v' }, capabilities: ['CAPABILITY_IAM'], token: 'k' }
    expect(await stacks.create({ ...request, onFailure: 'DO_NOTHING', templateUrl: 'https://x/y' })).to.deep.equal({ arn: 'arn:s' })
    const form = Object.fromEntries(endpoint.seen[0]?.form ?? [])
    expect(form).to.include({
      TemplateURL: 'https://x/y',
      OnFailure: 'DO_NOTHING',
      ClientRequestToken: 'k',
      'Parameters.member.1.ParameterValue': 'b',
    })
    expect(form).to.not.have.property('TemplateBody')
    endpoint.answerWith(() => [400, errorXml('AlreadyExistsException', 'Stack [s] already exists')])
    expect((await failureOf(stacks.create({ ...request, onFailure: 'DO_NOTHING' }))).code).to.equal('stack.already_exists')
  })

  it('says that objects stay in a bucket, in place of trying for ever', async () => {
    const { buckets } = await createCloud(environment())
    const listing = '<ListVersionsResult><Version><Key>k</Key><VersionId>1</VersionId></Version></ListVersionsResult>'
    const refusal = '<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code><Message>locked</Message></Error></DeleteResult>'
    endpoint.answerWith((_, count) => [200, count === 1 ? listing : refusal])
    expect((await failureOf(buckets.empty('b'))).message).to.contain('locked')
    expect(endpoint.seen.map(({ path }) => path.split('?')[0])).to.deep.equal(['/b/', '/b/'])
  })

  it('gives the address from which CloudFormation reads a staged object', async () => {
    expect((await createCloud(environment())).buckets.url('b', 'a b/c')).to.equal(`${endpoint.address()}/b/a%20b/c`)
    expect((await createCloud(keys, 'eu-west-3')).buckets.url('b', 'c')).to.equal('https://s3.eu-west-3.amazonaws.com/b/c')
    expect((await createCloud(keys, 'cn-north-1')).buckets.url('b', 'c')).to.equal('https://s3.cn-north-1.amazonaws.com.cn/b/c')
  })
})
