import { expect } from 'chai'
import { fail } from '../../../src/errors.ts'
import type { StackEvent } from '../../../src/ports/stacks.ts'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { explainFailure } from '../../../src/stack/explain/explain.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const stack = { name: 'data', arn: 'arn:aws:cloudformation:eu-west-1:1:stack/data/1' }

function event(fields: Partial<StackEvent>): StackEvent {
  return { id: 'e', at: new Date(0), logicalId: 'X', type: 'AWS::SNS::Topic', status: 'CREATE_FAILED', isStack: false, ...fields }
}

function setUp() {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  return { cloud, ports: { cloud, clock, emit: () => {}, budget: createBudget(clock) } }
}

describe('explainFailure', () => {
  it('takes the first real cause in time order, not a follower that was only cancelled', async () => {
    const events = [
      event({ logicalId: 'A', reason: 'Resource creation cancelled' }),
      event({ logicalId: 'B', reason: 'Resource creation Canceled' }),
      event({ logicalId: 'C', type: 'AWS::RDS::DBInstance', reason: 'DBSnapshotNotFound: no such snapshot' }),
      event({ logicalId: 'D', reason: 'later' }),
    ]
    const error = await explainFailure(stack, events, setUp().ports)
    expect(error.text.place).to.equal('data/C (AWS::RDS::DBInstance)')
    expect(error.text.remedy).to.contain('snapshot was deleted meanwhile')
  })

  it('follows nested stacks down to the resource', async () => {
    const { cloud, ports } = setUp()
    const [outerArn, innerArn] = ['arn:aws:cloudformation:eu-west-1:1:stack/outer/2', 'arn:aws:cloudformation:eu-west-1:1:stack/inner/3']
    const nested = (logicalId: string, physicalId: string) =>
      event({
        logicalId,
        physicalId,
        type: 'AWS::CloudFormation::Stack',
        reason: `Embedded stack ${physicalId} was not successfully created`,
      })
    cloud.stacks.events = async (arn) => {
      if (arn === outerArn) return [nested('Inner', innerArn)]
      return [event({ logicalId: 'Queue', type: 'AWS::SQS::Queue', reason: 'QueueLimitExceeded' })]
    }
    const error = await explainFailure(stack, [nested('Outer', outerArn)], ports)
    expect(error.text.place).to.equal('data/Outer/Inner/Queue (AWS::SQS::Queue)')
    expect(error.text.remedy).to.contain('quota')
  })

  it('gives the stack’s own reason where no resource failed, though DescribeEvents is denied', async () => {
    const { cloud, ports } = setUp()
    cloud.stacks.failures = async () => {
      throw fail('cloud.denied', { action: 'cloudformation:DescribeEvents', reason: 'no' })
    }
    const events = [event({ isStack: true, status: 'CREATE_FAILED', reason: 'Transform AWS::X failed' })]
    const error = await explainFailure(stack, events, ports)
    expect(error.text.place).to.equal('data')
    expect(error.text.message).to.contain('Transform AWS::X failed')
  })

  it('never says nothing', async () => {
    const error = await explainFailure(stack, [], setUp().ports)
    expect(error.text.message).to.contain('it gave no reason')
    expect(error.text.remedy).to.not.equal('')
  })
})
