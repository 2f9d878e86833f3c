import { expect } from 'chai'
import type { StackEvent } from '../../../src/ports/stacks.ts'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { followEvents } from '../../../src/stack/watch/follow.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const arn = 'arn:aws:cloudformation:eu-west-1:1:stack/data/1'
const count = 20

describe('followEvents', () => {
  it('sees the end of 20 queues within half a second at the median, with fewer than 20 calls a minute', async () => {
    const runs = await Promise.all(range(41).map((seed) => follow(queues(seed, { spread: 0.1 }))))
    expect(median(runs.map(({ lagMs }) => lagMs))).to.be.at.most(500)
    expect(median(runs.map(({ perMinute }) => perMinute))).to.be.lessThan(20)
  })

  it('does so too where everything takes half or twice as long as is usual, within two seconds', async () => {
    for (const pace of [0.5, 2]) {
      const runs = await Promise.all(range(41).map((seed) => follow(queues(seed, { spread: 0.1, pace }))))
      expect(median(runs.map(({ lagMs }) => lagMs))).to.be.at.most(2_000)
      expect(median(runs.map(({ perMinute }) => perMinute))).to.be.lessThan(30)
    }
  })

  it('sees within a second at the median what fails soon after it was begun', async () => {
    const runs = await Promise.all(range(41).map((seed) => follow(queues(seed, { spread: 0.1, failsAfterMs: 800 + seed * 40 }))))
    expect(median(runs.map(({ lagMs }) => lagMs))).to.be.at.most(1_000)
  })

  it('looks seldom at what takes ten minutes', async () => {
    const { perMinute, lagMs } = await follow(timelineOf([{ type: 'AWS::RDS::DBInstance', seconds: 600 }]))
    expect(perMinute).to.be.lessThan(13)
    expect(lagMs).to.be.at.most(1_500)
  })

  it('is not led astray by a clock that differs from ours', async () => {
    const events = timelineOf([{ type: 'AWS::RDS::DBInstance', seconds: 600 }])
    const skewed = await follow(events, 3_600_000)
    expect(skewed.perMinute).to.be.lessThan(13)
    expect(skewed.lagMs).to.be.at.most(1_500)
  })
})

interface Step {
  atMs: number
  event: StackEvent
}

/** Queues that are all begun at once. */
function queues(seed: number, options: { spread: number; pace?: number; failsAfterMs?: number }): Step[] {
  const random = randomFrom(seed + 1)
  const usual = 72 * (options.pace ?? 1)
  const steps = timelineOf(
    range(count).map(() => ({ type: 'AWS::SQS::Queue', seconds: usual * (1 + options.spread * (random() * 2 - 1)) })),
  )
  if (options.failsAfterMs === undefined) return steps
  const atMs = 1_500 + options.failsAfterMs
  return [...steps.filter((step) => step.atMs < atMs), { atMs, event: eventOf('R0', 'AWS::SQS::Queue', 'CREATE_FAILED', atMs) }]
}

function timelineOf(resources: readonly { type: string; seconds: number }[]): Step[] {
  const beginMs = 1_500
  const steps = resources.flatMap(({ type, seconds }, index) => {
    const endMs = beginMs + seconds * 1000
    const id = `R${index}`
    return [
      { atMs: beginMs, event: eventOf(id, type, 'CREATE_IN_PROGRESS', beginMs) },
      { atMs: endMs, event: eventOf(id, type, 'CREATE_COMPLETE', endMs) },
    ]
  })
  const endMs = Math.max(...steps.map(({ atMs }) => atMs)) + 800
  const end = { ...eventOf('data', 'AWS::CloudFormation::Stack', 'CREATE_COMPLETE', endMs), isStack: true }
  return [...steps, { atMs: endMs, event: end }].sort((a, b) => a.atMs - b.atMs)
}

function eventOf(logicalId: string, type: string, status: string, atMs: number): StackEvent {
  return { id: `${logicalId} ${status}`, at: new Date(atMs), logicalId, type, status, isStack: false }
}

/** Follows to the last step: how late that was seen, and how many calls a minute it took. */
async function follow(steps: readonly Step[], skewMs = 0): Promise<{ lagMs: number; perMinute: number }> {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  const startMs = clock.now().getTime()
  let calls = 0
  cloud.stacks.events = async (_arn, after) => {
    calls++
    await clock.sleep(60)
    const happened = steps.filter(({ atMs }) => atMs <= clock.now().getTime() - startMs).map(({ event }) => event)
    const shifted = happened.map((event) => ({ ...event, at: new Date(startMs + event.at.getTime() + skewMs) }))
    return shifted.slice(shifted.findIndex(({ id }) => id === after) + 1)
  }
  const last = steps.at(-1)
  const ports = { cloud, clock, emit: () => {}, budget: createBudget(clock) }
  const resources = new Set(steps.map(({ event }) => event.logicalId)).size - 1
  await followEvents({ arn, resources }, async (events) => (events.some(({ id }) => id === last?.event.id) ? true : undefined), ports)
  const tookMs = clock.now().getTime() - startMs
  return { lagMs: tookMs - (last?.atMs ?? 0), perMinute: calls / (tookMs / 60_000) }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
