import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr'
import { expect } from 'chai'
import { createCloud } from '../../src/adapters/cloud.ts'
import { formatEvent } from '../../src/events.ts'
import { deleteReplica } from '../../src/stack/delete/delete.ts'
import { createFastClock } from '../support/fast-clock.ts'
import { createJournal } from '../support/journal.ts'
import { runHelper } from '../support/run-helper.ts'
import { type SmallCompany, startSmallCompany, versionAndFill } from '../support/small-company.ts'

/** What AWS says of things that come right by themselves, or once they are mended. */
const passing = {
  'Files, which somebody filled meanwhile': ['Files', 'The bucket you tried to delete is not empty (Service: S3, Status Code: 409)'],
  'Images, to which somebody pushed meanwhile': [
    'Images',
    "The repository with name 'x' cannot be deleted because it still contains images",
  ],
  'Group, which an interface has': ['Group', 'resource sg-1 has a dependent object (Service: Ec2, Error Code: DependencyViolation)'],
  'Jobs, which is throttled': ['Jobs', 'Rate exceeded (Service: Sqs, Status Code: 400)'],
  'Key, which is protected': ['Key', 'It cannot be deleted because deletion protection is enabled'],
  'Orders, for no known reason': ['Orders', 'Internal Failure'],
} as const

describe('a replica that cannot be deleted at once', function () {
  this.timeout(90_000)
  let company: SmallCompany
  let picture: string

  before(async () => {
    company = await startSmallCompany({ timeScale: 0 })
    picture = await company.picture()
  })
  after(() => company?.close())
  afterEach(async () => {
    await company.trouble()
    await deleteInProcess()
  })

  const id = 'stuck'
  const call = () => ({ folder: company.checkout, environment: company.environment() })
  const base = `prod-replica-${id}-shop-base`

  it('goes with the objects of a versioned bucket', async () => {
    const { Files = '' } = await provision()
    await versionAndFill(company.s3, Files)
    await tearDown()
  })

  it('goes with the images of a repository', async () => {
    const { Images: repositoryName = '' } = await provision()
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const ecr = new ECRClient({ endpoint: company.cloud.endpoint, region: 'us-east-1', credentials })
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: { digest: `sha256:${'a'.repeat(64)}` }, layers: [] })
    for (const imageTag of ['one', 'two']) await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }))
    ecr.destroy()
    await tearDown()
  })

  it('goes although somebody turned on its termination protection', async () => {
    await provision()
    const protection = { StackName: base, EnableTerminationProtection: true }
    await company.cloud.client.send(new UpdateTerminationProtectionCommand(protection))
    await tearDown()
  })

  for (const [what, [resource, reason]] of Object.entries(passing)) {
    it(`goes at the next attempt where the first fails at ${what}`, async () => {
      await provision()
      await company.trouble({ faults: [{ on: `${resource}:delete`, with: reason, times: 1 }] })
      const { journal, result } = await deleteInProcess()
      expect(await company.hits()).to.deep.equal([1])
      expect(journal.some((line) => line.includes(reason))).to.equal(true)
      expect(result).to.deep.equal({ deleted: [`prod-replica-${id}-shop-app`, base], survivors: [] })
      await expectNothing()
    })
  }

  it('names the importer that holds it, and goes once that has gone', async () => {
    await provision()
    const TemplateBody = JSON.stringify({
      Resources: {
        Mine: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::ImportValue': `shop-orders-${id}` } } },
      },
    })
    await company.cloud.client.send(new CreateStackCommand({ StackName: 'somebody-elses', TemplateBody }))
    await company.rest()
    const { result } = await deleteInProcess()
    expect(result.deleted).to.deep.equal([`prod-replica-${id}-shop-app`])
    expect(result.survivors.join('\n')).to.contain(base).and.to.contain('somebody-elses')
    await company.cloud.client.send(new DeleteStackCommand({ StackName: 'somebody-elses' }))
    await company.rest()
    await tearDown()
  })

  it('lets go of what its stack can never delete, and deletes it by itself', async () => {
    await provision()
    await company.trouble({ faults: [{ on: 'Jobs:delete', with: 'Internal Failure' }] })
    const { result, journal } = await deleteInProcess()
    expect(journal).to.include(`prod-replica-${id}-shop-app lets go of Jobs, which could not be deleted with it`)
    expect(result.deleted).to.deep.equal([`prod-replica-${id}-shop-app`, base])
    expect(result.survivors).to.deep.equal([])
    await company.trouble()
    await company.rest()
    expect((await company.stacks()).map(({ StackName }) => StackName)).to.deep.equal([])
    expect(await company.picture()).to.equal(picture)
  })

  async function provision(): Promise<Record<string, string>> {
    const { exitCode, stderr } = await runHelper(['provision-replica', '--id', id], call())
    expect(exitCode, stderr).to.equal(0)
    const { Stacks } = await company.cloud.client.send(new DescribeStacksCommand({ StackName: base }))
    return company.cloud.outputs(Stacks?.[0] ?? ({} as never))
  }

  async function tearDown(): Promise<void> {
    const { exitCode, stderr, stdout } = await runHelper(['teardown', '--id', id], call())
    expect(exitCode, `${stdout}${stderr}`).to.equal(0)
    await expectNothing()
  }

  /** What `teardown` does, over HTTP, with a clock on which a minute of patience takes a second. */
  async function deleteInProcess(): Promise<{ result: Awaited<ReturnType<typeof deleteReplica>>; journal: string[] }> {
    const { emit, events } = createJournal()
    const cloud = await createCloud(company.environment())
    return { result: await deleteReplica(id, { cloud, clock: createFastClock(60), emit }), journal: events.map(formatEvent) }
  }

  async function expectNothing(): Promise<void> {
    await company.rest()
    expect(await company.leftovers()).to.deep.equal([])
    expect(await company.picture()).to.equal(picture)
  }
})
