import { expect } from 'chai'
import { resourceSeconds } from '../../../src/derive/facts/seconds.ts'
import { remainderOf, stackForecastSeconds } from '../../../src/stack/watch/forecast.ts'
import { pollDelayMs } from '../../../src/stack/watch/pace.ts'

/** Polls until the end, by simulation: how many there were, and how long after the end the last one came. */
function simulate(expectedMs: number, actualMs: number): { polls: number; lagMs: number } {
  let elapsedMs = 0
  let polls = 1
  for (let count = 0; elapsedMs < actualMs; count++, polls++) elapsedMs += pollDelayMs({ count, elapsedMs, expectedMs })
  return { polls, lagMs: elapsedMs - actualMs }
}

describe('pollDelayMs', () => {
  it('comes within a second of the end when the forecast is good, with few polls', () => {
    for (const actualMs of [47_000, 75_000, 110_000, 600_000]) {
      const { polls, lagMs } = simulate(actualMs, actualMs)
      expect(lagMs).to.be.lessThan(1_000)
      expect(polls).to.be.lessThan(actualMs / 1_800)
    }
  })

  it('stays within five seconds when the forecast is far off or missing', () => {
    for (const expectedMs of [0, 10_000, 3_600_000]) expect(simulate(expectedMs, 90_000).lagMs).to.be.at.most(5_000)
  })

  it('looks often at a stack that is quick', () => {
    expect(simulate(600_000, 1_000).lagMs).to.be.lessThan(700)
  })
})

describe('stackForecastSeconds', () => {
  it('adds up the longest chain of resources that wait for one another', () => {
    const template = {
      Resources: {
        Db: { Type: 'AWS::RDS::DBInstance', Properties: { VPCSecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } },
        Group: { Type: 'AWS::EC2::SecurityGroup', DependsOn: 'Nat' },
        Nat: { Type: 'AWS::EC2::NatGateway', Properties: { Note: { 'Fn::Sub': '${Role.Arn}' } } },
        Role: { Type: 'AWS::IAM::InstanceProfile' },
        Lonely: { Type: 'AWS::RDS::DBInstance' },
      },
    }
    const chain = ['AWS::RDS::DBInstance', 'AWS::EC2::SecurityGroup', 'AWS::EC2::NatGateway', 'AWS::IAM::InstanceProfile']
    expect(stackForecastSeconds({ template })).to.equal(10 + chain.reduce((sum, type) => sum + resourceSeconds(type), 0))
  })

  it('counts little for what express mode does not wait for, and all of what it does', () => {
    const template = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }
    const custom = { Resources: { Code: { Type: 'AWS::CloudFormation::CustomResource' } } }
    expect(stackForecastSeconds({ template })).to.equal(82)
    expect(stackForecastSeconds({ template, mode: 'EXPRESS' })).to.equal(20)
    expect(stackForecastSeconds({ template: custom, mode: 'EXPRESS' })).to.equal(stackForecastSeconds({ template: custom }))
  })

  it('looks into nested stacks, whose mode is that of their root', () => {
    const inner = { production: 'data/Inner', template: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }, nested: {}, decisions: [] }
    const made = { template: { Resources: { Inner: { Type: 'AWS::CloudFormation::Stack' } } }, nested: { Inner: inner } }
    expect(stackForecastSeconds(made)).to.equal(92)
    expect(stackForecastSeconds({ ...made, mode: 'EXPRESS' })).to.equal(30)
  })

  it('ends on a template whose resources refer to one another in a circle', () => {
    const circle = { A: { Type: 'X', DependsOn: ['B'] }, B: { Type: 'X', DependsOn: ['A'] } }
    expect(stackForecastSeconds({ template: { Resources: circle } })).to.be.greaterThan(10)
    expect(stackForecastSeconds({ template: { Resources: {} } })).to.equal(10)
  })
})

describe('remainderOf', () => {
  const now = new Date('2026-01-01T00:00:30.000Z')
  const begun = (logicalId: string, type: string) => ({
    logicalId,
    type,
    startedAt: '2026-01-01T00:00:20.000Z',
    status: 'CREATE_IN_PROGRESS',
  })

  it('takes off what is done, and knows express mode', () => {
    const template = { Resources: { Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Queue' } } }
    const timeline = [begun('Queue', 'AWS::SQS::Queue')]
    expect(remainderOf({ template }, timeline, now)).to.deep.equal({ seconds: 70, path: ['Queue', 'Topic'] })
    expect(remainderOf({ template, mode: 'EXPRESS' }, timeline, now)).to.deep.equal({ seconds: 9, path: ['Queue', 'Topic'] })
  })

  it('goes by what is left within a nested stack', () => {
    const inner = { production: 'data/Inner', template: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }, nested: {}, decisions: [] }
    const made = { template: { Resources: { Inner: { Type: 'AWS::CloudFormation::Stack' } } }, nested: { Inner: inner } }
    const timeline = [begun('Inner', 'AWS::CloudFormation::Stack'), begun('Inner/Queue', 'AWS::SQS::Queue')]
    expect(remainderOf(made, timeline, now)).to.deep.equal({ seconds: 62, path: ['Inner/Queue'] })
  })
})
