import { expect } from 'chai'
import { type Conditions, followStack, median, type Shape, type Watched } from '../../support/simulated-stack.ts'

const seeds = Array.from({ length: 21 }, (_, index) => index)

/** One shape many times, each time with other luck. */
function followOften(shape: Shape, conditions: (seed: number) => Conditions): Promise<Watched[]> {
  return Promise.all(seeds.map((seed) => followStack(shape, { seed, ...conditions(seed) })))
}

function medianOf(runs: readonly Watched[], figure: keyof Watched): number {
  return median(runs.map((run) => run[figure]))
}

function many(count: number, make: (number: number) => Shape[string]): Shape {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`R${number}`, make(number)]))
}

const queue = { type: 'AWS::SQS::Queue', seconds: 72 }
const queues = many(20, () => queue)
const database = { Db: { type: 'AWS::RDS::DBInstance', seconds: 600 } }

describe('followEvents', () => {
  it('sees the end of 20 queues within half a second at the median, with fewer than 20 calls a minute', async () => {
    const runs = await followOften(queues, () => ({ spread: 0.1 }))
    expect(medianOf(runs, 'lagMs')).to.be.at.most(500)
    expect(medianOf(runs, 'perMinute')).to.be.lessThan(20)
  })

  it('does so too where everything takes half or twice as long as is usual, within two seconds', async () => {
    for (const pace of [0.5, 2]) {
      const runs = await followOften(queues, () => ({ spread: 0.1, pace }))
      expect(medianOf(runs, 'lagMs')).to.be.at.most(2_000)
      expect(medianOf(runs, 'perMinute')).to.be.lessThan(30)
    }
  })

  it('sees within a second at the median what fails soon after it was begun', async () => {
    const runs = await followOften(queues, (seed) => ({ spread: 0.1, fails: { logicalId: 'R0', afterMs: 800 + seed * 80 } }))
    expect(medianOf(runs, 'lagMs')).to.be.at.most(1_000)
  })

  it('looks seldom at what takes ten minutes', async () => {
    const { perMinute, lagMs } = await followStack(database)
    expect(perMinute).to.be.lessThan(13)
    expect(lagMs).to.be.at.most(1_500)
  })

  it('is not led astray by a clock that differs from ours', async () => {
    const skewed = await followStack(database, { skewMs: 3_600_000 })
    expect(skewed.perMinute).to.be.lessThan(13)
    expect(skewed.lagMs).to.be.at.most(1_500)
  })
})

const small = { Log: { type: 'AWS::Logs::LogGroup', seconds: 1 }, Table: { type: 'AWS::DynamoDB::Table', seconds: 15 } }

/** Each with the resource that is begun last. */
const shapes: Readonly<Record<string, { shape: Shape; last: string }>> = {
  'a wide last level': {
    shape: { ...small, ...many(10, () => queue), ...topicsAfter(7) },
    last: 'T6',
  },
  'a chain': {
    shape: {
      Role: { type: 'AWS::IAM::Role', seconds: 12 },
      Function: { type: 'AWS::Lambda::Function', seconds: 25, needs: ['Role'] },
      Rule: { type: 'AWS::Events::Rule', seconds: 62, needs: ['Function'] },
      Topic: { type: 'AWS::SNS::Topic', seconds: 4, needs: ['Rule'] },
    },
    last: 'Topic',
  },
  'a diamond': {
    shape: {
      Vpc: { type: 'AWS::EC2::VPC', seconds: 12 },
      One: { type: 'AWS::EC2::Subnet', seconds: 4, needs: ['Vpc'] },
      Other: { type: 'AWS::EC2::Subnet', seconds: 4, needs: ['Vpc'] },
      Nat: { type: 'AWS::EC2::NatGateway', seconds: 106, needs: ['One'] },
      Balancer: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', seconds: 116, needs: ['One', 'Other'] },
      Group: { type: 'AWS::EC2::SecurityGroup', seconds: 6, needs: ['Nat', 'Balancer'] },
    },
    last: 'Group',
  },
}

function topicsAfter(count: number): Shape {
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) => [`T${number}`, { type: 'AWS::SNS::Topic', seconds: 4, needs: [`R${number}`] }]),
  )
}

/** No two runs alike, so that no interval happens to fit. */
function paceOf(pace: number, seed: number): number {
  return pace * (0.9 + (0.2 * ((seed * 7) % seeds.length)) / seeds.length)
}

describe('followEvents, whatever a stack looks like', () => {
  for (const [title, { shape, last }] of Object.entries(shapes)) {
    it(`sees the end of ${title} within half a second at the median, also where the forecast is off by half or twice`, async () => {
      for (const pace of [0.5, 1, 2]) {
        const runs = await followOften(shape, (seed) => ({ spread: 0.02, pace: paceOf(pace, seed) }))
        expect(medianOf(runs, 'lagMs')).to.be.at.most(500)
        expect(medianOf(runs, 'perMinute')).to.be.lessThan(23)
      }
    })

    it(`sees what fails at once at the end of ${title} within two seconds at the median, at the beginning within one`, async () => {
      for (const pace of [0.5, 1, 2]) {
        const late = await followOften(shape, (seed) => ({ pace: paceOf(pace, seed), fails: { logicalId: last, afterMs: 20 + seed * 40 } }))
        expect(medianOf(late, 'lagMs')).to.be.at.most(pace === 1 && title === 'a wide last level' ? 1_000 : 2_000)
        const [first = ''] = Object.keys(shape)
        const early = await followOften(shape, (seed) => ({ pace, fails: { logicalId: first, afterMs: 100 + seed * 40 } }))
        expect(medianOf(early, 'lagMs')).to.be.at.most(1_000)
      }
    })
  }
})
