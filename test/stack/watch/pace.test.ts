import { expect } from 'chai'
import { resourceSeconds } from '../../../src/derive/facts/seconds.ts'
import { stackForecastSeconds } from '../../../src/stack/watch/forecast.ts'
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

  it('ends on a template whose resources refer to one another in a circle', () => {
    const circle = { A: { Type: 'X', DependsOn: ['B'] }, B: { Type: 'X', DependsOn: ['A'] } }
    expect(stackForecastSeconds({ template: { Resources: circle } })).to.be.greaterThan(10)
    expect(stackForecastSeconds({ template: { Resources: {} } })).to.equal(10)
  })
})
