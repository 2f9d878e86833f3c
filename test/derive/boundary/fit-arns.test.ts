import { expect } from 'chai'
import { fitArns, sizeOf } from '../../../src/derive/boundary/fit-arns.ts'

const generated = ['Orders', 'Customers', 'Prices'].flatMap((name, index) =>
  ['A', 'B'].map((letter) => `arn:aws:sqs:us-east-1:123456789012:shop-data-${name}-1${letter}2C3D4E5F6${index}`),
)

describe('fitArns', () => {
  it('leaves ARNs as they are where there is room', () => {
    const arns = ['arn:aws:s3:::b', 'arn:aws:s3:::a']
    expect(fitArns(arns, 100)).to.deep.equal({ patterns: ['arn:aws:s3:::a', 'arn:aws:s3:::b'], uncovered: [] })
  })

  it('takes region and account away first, which no other account’s resources can meet', () => {
    const { patterns } = fitArns(generated, sizeOf(generated) - 1)
    expect(patterns).to.have.length(generated.length)
    expect(patterns[0]).to.equal('arn:aws:sqs:*:*:shop-data-Customers-1A2C3D4E5F61')
  })

  it('merges names that CloudFormation made no further than needed', () => {
    expect(fitArns(generated, 140).patterns).to.deep.equal([
      'arn:aws:sqs:*:*:shop-data-Customers-*',
      'arn:aws:sqs:*:*:shop-data-Orders-*',
      'arn:aws:sqs:*:*:shop-data-Prices-*',
    ])
    expect(fitArns(generated, 100).patterns).to.deep.equal(['arn:aws:sqs:*:*:shop-data-*'])
  })

  it('never merges into what a name of the team’s own begins with: the replica’s name of it does too', () => {
    const own = 'arn:aws:sqs:us-east-1:123456789012:shop-data-Orders-audit'
    const { patterns } = fitArns([...generated, own], 250)
    expect(patterns).to.include('arn:aws:sqs:*:*:shop-data-Customers-*')
    expect(patterns.some((pattern) => matches(pattern, `${own}-r1`))).to.equal(false)
  })

  it('never merges into what the replica’s own names begin with', () => {
    const arns = ['Orders', 'Customers'].map((name) => `arn:aws:sqs:us-east-1:123456789012:prod-${name}-1A2C3D4E5F6X`)
    const { patterns } = fitArns(arns, 40)
    expect(patterns.some((pattern) => matches(pattern, 'arn:aws:sqs:us-east-1:1:prod-replica-r1-prod-Orders-1A2C3D4E5F6X'))).to.equal(false)
  })

  it('leaves out EC2’s before any other, and says what it left out', () => {
    const arns = ['arn:aws:ec2:*:*:vpc/vpc-1', 'arn:aws:s3:::a', 'arn:aws:s3:::b']
    expect(fitArns(arns, 40)).to.deep.equal({ patterns: ['arn:aws:s3:::a', 'arn:aws:s3:::b'], uncovered: ['arn:aws:ec2:*:*:vpc/vpc-1'] })
  })

  it('covers every ARN or names it, and always fits', () => {
    for (const limit of [0, 50, 120, 200, 400, 1000]) {
      const { patterns, uncovered } = fitArns(generated, limit)
      expect(sizeOf(patterns)).to.be.at.most(limit)
      const missed = generated.filter((arn) => ![...patterns, ...uncovered].some((pattern) => matches(pattern, arn)))
      expect(missed).to.deep.equal([])
    }
  })

  it('lets one endless id take the room of no other', () => {
    const endless = `arn:aws:s3:::${'a'.repeat(9000)}`
    expect(fitArns([endless, 'arn:aws:s3:::b'], 4000)).to.deep.equal({ patterns: ['arn:aws:s3:::b'], uncovered: [endless] })
  })

  it('writes no character that would part the list or begin a variable', () => {
    expect(fitArns(['arn:aws:s3:::a,b${c}\u{1F600}é'], 100).patterns).to.deep.equal(['arn:aws:s3:::a?b?{c}?é'])
  })
})

/** As IAM does: `*` is any text. */
function matches(pattern: string, arn: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  let at = arn.startsWith(first) ? first.length : -1
  for (const part of others) {
    if (at < 0) return false
    const next = part === '' && others.at(-1) === part ? arn.length : arn.indexOf(part, at)
    at = next < 0 ? -1 : next + part.length
  }
  return at >= arn.length
}
