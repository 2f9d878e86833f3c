import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses'
import { expect } from 'chai'
import { startTestCloud } from '../local-cloud/support.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'
import { startMoto } from '../support/moto.ts'
import { runHelper, startHelper } from '../support/run-helper.ts'
import { production as all, replicaYml, versionAndFill } from '../support/small-company.ts'

/** Without what moto cannot make where CloudFormation chooses the name: a repository. */
const { Images: _, ...baseResources } = all['shop-base'].Resources
const { Images: __, ...baseOutputs } = all['shop-base'].Outputs
const production = { ...all, 'shop-base': { Resources: baseResources, Outputs: baseOutputs } }

interface Side {
  endpoint: string
  close(): Promise<void>
}

const sides: Readonly<Record<string, () => Promise<Side>>> = {
  'the local cloud': async () => await startTestCloud(),
  'moto, which others wrote': startMoto,
}

for (const [name, start] of Object.entries(sides)) {
  describe(`the bundled helper on ${name}`, function () {
    this.timeout(120_000)
    let side: Side
    let checkout: Checkout
    let stacks: CloudFormationClient
    let s3: S3Client
    let picture: string

    before(async () => {
      side = await start()
      checkout = makeCheckout({ 'replica.yml': replicaYml })
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
      const config = { endpoint: side.endpoint, region: 'us-east-1', credentials }
      stacks = new CloudFormationClient(config)
      s3 = new S3Client({ ...config, forcePathStyle: true })
      await new SESClient(config).send(new VerifyEmailIdentityCommand({ EmailAddress: 'ci@shop.example' }))
      for (const [stack, template] of Object.entries(production)) await deploy(stack, template)
      picture = await pictureOfProduction()
    })
    after(async () => {
      checkout?.remove()
      await side?.close()
    })

    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    const call = () => ({ folder: checkout.folder, environment: { AWS_ENDPOINT_URL: side.endpoint, ...keys } })

    it('rehearses, and leaves nothing', async () => {
      const end = await runHelper(['rehearse'], call())
      expect(end.exitCode, end.stderr).to.equal(0)
      expect(end.stderr).to.contain('shop-app is up').and.to.contain('shop-base is gone').and.to.contain('mailed the verdict')
      await expectNothing()
    })

    it('adopts what is up, and takes it down with what was put into it', async () => {
      const made = await runHelper(['provision-replica', '--id', 'again'], call())
      expect(made.exitCode, made.stderr).to.equal(0)
      const again = await runHelper(['provision-replica', '--id', 'again'], call())
      expect(again.exitCode, again.stderr).to.equal(0)
      expect(again.stderr).to.contain('carrying on with it')
      expect((await runHelper(['list'], call())).stdout).to.match(/again .* up /)
      await versionAndFill(s3, (await buckets()).find((bucket) => bucket !== 'shop-files-of-production') ?? '')
      const down = await runHelper(['teardown', '--id', 'again'], call())
      expect(down.exitCode, down.stderr).to.equal(0)
      expect((await runHelper(['teardown', '--id', 'again'], call())).stdout).to.contain('nothing to delete')
      await expectNothing()
    })

    for (const moment of [/creating \S+-shop-base/, /creating \S+-shop-app/, /── integrate/, /deleting \S+-shop-app/, /shop-app is gone/]) {
      it(`is killed at «${moment.source}», and reap leaves nothing`, async () => {
        const { child, end } = startHelper(['rehearse'], call())
        child.stderr?.on('data', (chunk) => {
          if (moment.test(String(chunk))) child.kill('SIGKILL')
        })
        expect((await end).stderr).to.match(moment)
        await untilRest()
        const reaped = await runHelper(['reap', '--all', '--mine'], call())
        expect(reaped.exitCode, reaped.stderr).to.equal(0)
        await expectNothing()
      })
    }

    async function deploy(StackName: string, template: object): Promise<void> {
      await stacks.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template) }))
      await untilRest()
    }

    async function untilRest(): Promise<void> {
      for (;;) {
        const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({}))
        if (!Stacks.some(({ StackStatus }) => StackStatus?.endsWith('_IN_PROGRESS'))) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }

    async function buckets(): Promise<string[]> {
      const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
      return Buckets.map(({ Name }) => Name ?? '')
    }

    async function expectNothing(): Promise<void> {
      await untilRest()
      const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({}))
      expect(Stacks.map(({ StackName }) => StackName)).to.have.members(Object.keys(production))
      expect(await buckets()).to.deep.equal(['shop-files-of-production'])
      expect(await pictureOfProduction()).to.equal(picture)
    }

    async function pictureOfProduction(): Promise<string> {
      const each = Object.keys(production).map(async (StackName) => {
        const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }))
        const { TemplateBody } = await stacks.send(new GetTemplateCommand({ StackName }))
        const { StackResourceSummaries = [] } = await stacks.send(new ListStackResourcesCommand({ StackName }))
        const resources = StackResourceSummaries.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId])
        return { stack: Stacks?.[0], TemplateBody, resources }
      })
      return JSON.stringify(await Promise.all(each))
    }
  })
}
