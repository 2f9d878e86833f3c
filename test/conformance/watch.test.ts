import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import { createBudget } from '../../src/stack/budget/budget.ts'
import { fleetOf } from '../../src/stack/watch/fleet.ts'
import { watchCreation } from '../../src/stack/watch/watch.ts'
import { createJournal } from '../support/journal.ts'
import { type Moto, startMoto } from '../support/moto.ts'

describe('watching stacks of moto', function () {
  this.timeout(120_000)
  let moto: Moto
  before(async () => {
    moto = await startMoto()
  })
  after(() => moto?.close())

  async function open(name: string, Resources: Record<string, { Type: string; Properties?: Record<string, string> }>) {
    const cloud = await createCloud(moto.environment)
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }
    const client = new CloudFormationClient({ endpoint: moto.endpoint, region: 'eu-west-1', credentials })
    const request = { StackName: name, TemplateBody: JSON.stringify({ Resources }), OnFailure: 'DO_NOTHING' as const }
    const { StackId: arn = '' } = await client.send(new CreateStackCommand(request))
    client.destroy()
    const clock = createClock()
    return { arn, stack: { name, arn, template: { Resources } }, ports: { cloud, clock, budget: createBudget(clock), ...createJournal() } }
  }

  it('sees a creation end by one call', async () => {
    const { stack, ports } = await open('whole', { Topic: { Type: 'AWS::SNS::Topic' }, Queue: { Type: 'AWS::SQS::Queue' } })
    await watchCreation(stack, ports)
    // moto tells of the stack alone, and refuses what it cannot make before there is a stack.
    expect(ports.codes()).to.deep.equal(['stack.create_completed'])
    expect(ports.budget.counts()).to.deep.equal({ DescribeStackEvents: { made: 1, throttled: 0 } })
  })

  it('answers many looks by one listing', async () => {
    const { arn, ports } = await open('listed', { Topic: { Type: 'AWS::SNS::Topic' } })
    const seen = await Promise.all(Array.from({ length: 9 }, () => fleetOf(ports).look(arn)))
    expect(seen.map((stack) => stack?.status)).to.deep.equal(Array(9).fill('CREATE_COMPLETE'))
    expect(ports.budget.counts()).to.deep.equal({ DescribeStacks: { made: 1, throttled: 0 } })
  })
})
