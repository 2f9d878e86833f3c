import { expect } from 'chai'
import { longestChain } from '../../../src/derive/estimate/chain.ts'
import type { TemplateResource } from '../../../src/production/types.ts'

const ids = (resources: Record<string, unknown>): string[] =>
  longestChain(resources as Record<string, TemplateResource>).map(({ logicalId }) => logicalId)

describe('longestChain', () => {
  it('follows Ref, GetAtt, Sub and DependsOn, and starts with what needs nothing', () => {
    const resources = {
      D: { Type: 'AWS::IAM::Role', DependsOn: ['C'] },
      C: { Type: 'AWS::IAM::Role', Properties: { Text: { 'Fn::Sub': 'x ${B.Arn}' } } },
      B: { Type: 'AWS::IAM::Role', Properties: { Value: [{ 'Fn::GetAtt': ['A', 'Arn'] }] } },
      A: { Type: 'AWS::IAM::Role', Properties: { Value: { Ref: 'AWS::Region' } } },
      Other: { Type: 'AWS::IAM::Role', Properties: { Value: { Ref: 'A' } } },
    }
    expect(ids(resources)).to.deep.equal(['A', 'B', 'C', 'D'])
  })

  it('takes the slowest way, not the one with the most resources', () => {
    const resources = {
      A: { Type: 'AWS::IAM::Role' },
      B: { Type: 'AWS::IAM::Role', DependsOn: 'A' },
      Slow: { Type: 'AWS::RDS::DBInstance' },
      Last: { Type: 'AWS::IAM::Role', DependsOn: ['B', 'Slow'] },
    }
    expect(ids(resources)).to.deep.equal(['Slow', 'Last'])
  })

  it('ends on circles, on itself and on names that objects inherit', () => {
    const resources = {
      A: { Type: 'X', DependsOn: 'B' },
      B: { Type: 'X', DependsOn: ['A', 'B'] },
      C: { Type: 'AWS::IAM::InstanceProfile', DependsOn: ['constructor', '__proto__', 'nowhere'], Properties: { V: { Ref: 'toString' } } },
      ['__proto__']: { Type: 'X', DependsOn: 'C' },
    }
    expect(ids(resources)).to.deep.equal(['__proto__', 'C'])
  })

  it('takes a DependsOn and Properties of any kind', () => {
    for (const odd of [5, null, {}, [[]], [{ Ref: 'A' }], true])
      expect(ids({ A: { Type: 'X', DependsOn: odd, Properties: odd } }), JSON.stringify(odd)).to.deep.equal(['A'])
  })

  it('finds a chain of 20,000 resources', () => {
    const chain = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`R${at}`, { Type: 'X', DependsOn: `R${at + 1}` }]))
    expect(ids(chain)).to.have.lengthOf(20_000)
    expect(ids(chain).at(-1)).to.equal('R0')
  })
})
