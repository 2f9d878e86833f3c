import { expect } from 'chai'
import { fitArns } from '../../../src/derive/boundary/fit-arns.ts'
import { arnRoom, boundaryTemplate } from '../../../src/derive/boundary/template.ts'
import type { JsonValue } from '../../../src/production/json.ts'

const arns = Array.from({ length: 400 }, (_, index) => `arn:aws:sqs:us-east-1:123456789012:queue-of-the-team-${index}`)
const stacks = ['shop-network', 'shop-data']

describe('boundaryTemplate', () => {
  it('holds nothing of production’s in the template, and all of it in parameters', () => {
    const { template, parameters } = boundaryTemplate(['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*'], stacks, 'prod-replica-r1-boundary')
    expect(JSON.stringify(template)).to.not.contain('shop')
    expect(parameters).to.deep.equal({
      ProductionArns1: 'arn:aws:s3:::shop,arn:aws:s3:::shop/*',
      ProductionStacks1: 'shop-network,shop-data',
    })
    expect(template.Outputs?.BoundaryArn?.Export?.Name).to.equal('prod-replica-r1-boundary')
  })

  it('keeps each parameter within 4,096 bytes and the whole policy within 6,144 characters', () => {
    const { patterns, uncovered } = fitArns(arns, arnRoom(stacks))
    const { template, parameters } = boundaryTemplate(patterns, stacks, 'x')
    expect(uncovered).to.not.have.length(0)
    expect(Object.values(parameters).map((value) => value.length <= 4096)).to.not.include(false)
    expect(Object.keys(parameters)).to.deep.equal(['ProductionArns1', 'ProductionArns2', 'ProductionStacks1'])
    const policy = filledIn(template.Resources.Boundary?.Properties?.PolicyDocument ?? null, parameters)
    expect(JSON.stringify(policy).length).to.be.within(5000, 6144)
  })

  it('denies by ARN, by stack, and whatever would shed the boundary', () => {
    const { template } = boundaryTemplate(['arn:aws:s3:::shop'], stacks, 'x')
    const policy = template.Resources.Boundary?.Properties?.PolicyDocument as { Statement: { Sid: string; Effect: string }[] } | undefined
    expect(policy?.Statement.map(({ Sid, Effect }) => `${Effect} ${Sid}`)).to.deep.equal([
      'Allow AllElse',
      'Deny NotProduction1',
      'Deny NotProductionsStacks1',
      'Deny BoundaryStaysOn',
      'Deny NobodyWithoutBoundary',
      'Deny BoundaryStaysAsItIs',
    ])
  })

  it('is whole where production has no ARNs', () => {
    const { template, parameters } = boundaryTemplate([], [], 'x')
    expect(parameters).to.deep.equal({})
    expect(JSON.stringify(template)).to.not.contain('ProductionArns')
  })
})

/** The policy as CloudFormation makes it: lists for Refs, long names for what Sub fills in. */
function filledIn(value: JsonValue, parameters: Readonly<Record<string, string>>): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => filledIn(each, parameters))
  if (typeof value.Ref === 'string') return (parameters[value.Ref] ?? '').split(',')
  if ('Fn::Sub' in value) return `arn:aws:iam::123456789012:policy/${'s'.repeat(120)}-*`
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledIn(each, parameters)]))
}
