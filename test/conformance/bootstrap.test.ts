import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { CreateScheduleGroupCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import { replicaPolicies } from '../../src/derive/policy/policies.ts'
import type { Template } from '../../src/production/types.ts'
import { deployBootstrap } from '../../src/stack/bootstrap/deploy.ts'
import { findBootstrap } from '../../src/stack/bootstrap/find.ts'
import { bootstrapTemplate } from '../../src/stack/bootstrap/template.ts'
import { createBudget } from '../../src/stack/budget/budget.ts'
import { createFuse } from '../../src/stack/create/fuse.ts'
import { createJournal } from '../support/journal.ts'
import { type Moto, startMoto } from '../support/moto.ts'
import { policyBinding, policyPlan } from '../support/policies.ts'

const ci = {
  org: '11111111-2222-3333-4444-555555555555',
  projects: ['aaaaaaaa-2222-3333-4444-555555555555'],
  branch: 'main',
  existingProvider: false,
}
const whole = bootstrapTemplate({ ci, policies: replicaPolicies(policyPlan(), policyBinding) })

describe('bootstrap, roles and fuse, against moto', function () {
  this.timeout(120_000)
  let moto: Moto
  before(async () => {
    moto = await startMoto()
  })
  after(() => moto?.close())

  async function ports(access?: Parameters<typeof createCloud>[2], variables: Record<string, string | undefined> = moto.environment) {
    return { cloud: await createCloud(variables, undefined, access), clock: createClock(), emit: createJournal().emit }
  }

  it('deploys, and lets a job take its role with a token, and another role from it', async () => {
    const world = await ports()
    expect((await deployBootstrap(bootstrapTemplate(), world)).outcome).to.equal('created')
    const { outcome, stack } = await deployBootstrap(whole, world)
    expect(outcome).to.equal('updated')
    expect((await findBootstrap({ ...world, budget: createBudget(world.clock) })).fuse?.roleArn).to.contain(':role/replica-bootstrap/')
    const role = stack.outputs.ProvisionRoleArn?.value ?? ''
    const next = stack.outputs.TeardownRoleArn?.value ?? ''
    const session = { role, token: { value: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.x' }, sessionName: 'prod-replica-x1', tags: {} }
    const variables = { AWS_ENDPOINT_URL: moto.endpoint, AWS_REGION: 'eu-west-1' }
    const taken = await (await ports(session, variables)).cloud.identity.whoAmI()
    expect(taken.arn).to.match(/:assumed-role\/prod-replica-bootstrap-ProvisionRole-[^/]+\/prod-replica-x1$/)
    const second = await (await ports({ ...session, next }, variables)).cloud.identity.whoAmI()
    expect(second.arn).to.contain('TeardownRole')
  })

  it('lights, moves, finds and puts out schedules as EventBridge Scheduler takes them', async () => {
    const world = await ports()
    const keys = { accessKeyId: 'testing', secretAccessKey: 'testing' }
    const client = new SchedulerClient({ endpoint: moto.endpoint, region: 'eu-west-1', credentials: keys })
    await client.send(new CreateScheduleGroupCommand({ Name: 'prod-replica' }))
    const fuse = createFuse(
      'pr-42',
      { group: 'prod-replica', roleArn: 'arn:aws:iam::123456789012:role/r', longestLifeMs: 86_400_000 },
      world,
    )
    await fuse.light('prod-replica-pr-42-data', new Date(Date.now() + 3_600_000).toISOString())
    const later = new Date(Math.ceil(Date.now() / 1000) * 1000 + 7_200_000)
    expect(await fuse.move(later.toISOString())).to.equal(1)
    const [name = ''] = await world.cloud.schedules.names('prod-replica', 'pr-42.')
    const schedule = await world.cloud.schedules.read('prod-replica', name)
    const told = await client.send(new GetScheduleCommand({ GroupName: 'prod-replica', Name: name }))
    expect(told.Target?.Arn).to.equal('arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack')
    expect(told.Target?.Input).to.equal('{"StackName":"prod-replica-pr-42-data"}')
    expect(told).to.include({ ScheduleExpression: 'rate(15 minutes)', ActionAfterCompletion: 'DELETE', State: 'ENABLED' })
    expect(schedule?.startAt).to.deep.equal(later)
    await fuse.putOut()
    expect(await world.cloud.schedules.names('prod-replica', '')).to.deep.equal([])
    await world.cloud.schedules.remove('prod-replica', 'not-there')
  })

  it('is without fault for cfn-lint', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bootstrap-'))
    const lint = join(dirname(process.env.PROD_REPLICA_PYTHON ?? ''), 'cfn-lint')
    const check = async (name: string, template: Template) => {
      const file = join(folder, `${name}.json`)
      await writeFile(file, JSON.stringify(template))
      // W3037: it does not know every action that CloudFormation's own schemas name.
      return promisify(execFile)(lint, ['--ignore-checks', 'W3037', '--', file]).then(
        () => '',
        (error: { stdout: string }) => error.stdout,
      )
    }
    expect(await check('core', bootstrapTemplate())).to.equal('')
    expect(await check('whole', whole)).to.equal('')
    await rm(folder, { recursive: true })
  })
})
