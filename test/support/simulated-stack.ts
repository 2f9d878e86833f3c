import type { StackEvent } from '../../src/ports/stacks.ts'
import { createBudget } from '../../src/stack/budget/budget.ts'
import { followEvents } from '../../src/stack/watch/follow.ts'
import { createFakeCloud } from './fake-cloud.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** What a stack is made of: how long each resource takes, and what it waits for. */
export type Shape = Readonly<Record<string, { type: string; seconds: number; needs?: readonly string[] }>>

export interface Conditions {
  seed?: number
  /** What everything takes, compared with the shape. */
  pace?: number
  /** How far each resource may be off, by chance. */
  spread?: number
  /** The resource that fails, and how long after it was begun. */
  fails?: { logicalId: string; afterMs: number }
  /** How far the cloud's clock is ahead. */
  skewMs?: number
}

interface Step {
  atMs: number
  event: StackEvent
}

export interface Watched {
  /** How late the last step, or the failure, was seen. */
  lagMs: number
  calls: number
  tookMs: number
  perMinute: number
}

const beginMs = 1_500
const endMs = 800

/** Everything that happens to such a stack, in order, in milliseconds from its creation. */
export function simulateStack(shape: Shape, { seed = 0, pace = 1, spread = 0, fails }: Conditions = {}): Step[] {
  const random = randomFrom(seed + 1)
  const ends = new Map<string, number>()
  const steps: Step[] = []
  const step = (logicalId: string, type: string, status: string, atMs: number): void => {
    const isStack = type === 'AWS::CloudFormation::Stack' && logicalId === 'data'
    steps.push({ atMs, event: { id: `${logicalId} ${status}`, at: new Date(atMs), logicalId, type, status, isStack } })
  }
  for (const [logicalId, { type, seconds, needs = [] }] of Object.entries(shape)) {
    const start = Math.max(beginMs, ...needs.map((need) => ends.get(need) ?? beginMs))
    const end = start + seconds * 1000 * pace * (1 + spread * (random() * 2 - 1))
    ends.set(logicalId, end)
    step(logicalId, type, 'CREATE_IN_PROGRESS', start)
    if (fails?.logicalId === logicalId) step(logicalId, type, 'CREATE_FAILED', start + fails.afterMs)
    else step(logicalId, type, 'CREATE_COMPLETE', end)
  }
  step('data', 'AWS::CloudFormation::Stack', 'CREATE_COMPLETE', Math.max(...ends.values()) + endMs)
  const sorted = steps.sort((a, b) => a.atMs - b.atMs)
  const failed = sorted.findIndex(({ event }) => event.status === 'CREATE_FAILED')
  return failed < 0 ? sorted : sorted.slice(0, failed + 1)
}

/** Follows such a stack to its last step, each call taking 60 ms. */
export async function followStack(shape: Shape, conditions: Conditions = {}): Promise<Watched> {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  const startMs = clock.now().getTime()
  const steps = simulateStack(shape, conditions)
  let calls = 0
  cloud.stacks.events = async (_arn, after) => {
    calls++
    await clock.sleep(60)
    const happened = steps.filter(({ atMs }) => atMs <= clock.now().getTime() - startMs).map(({ event }) => event)
    const seen = happened.map((event) => ({ ...event, at: new Date(startMs + event.at.getTime() + (conditions.skewMs ?? 0)) }))
    return seen.slice(seen.findIndex(({ id }) => id === after) + 1)
  }
  const last = steps.at(-1)
  const ports = { cloud, clock, emit: () => {}, budget: createBudget(clock) }
  const stack = { arn: 'arn:aws:cloudformation:eu-west-1:1:stack/data/1', resources: Object.keys(shape).length, awaited: awaitedOf(shape) }
  await followEvents(stack, async (events) => (events.some(({ id }) => id === last?.event.id) ? true : undefined), ports)
  const tookMs = clock.now().getTime() - startMs
  return { lagMs: tookMs - (last?.atMs ?? 0), calls, tookMs, perMinute: calls / (tookMs / 60_000) }
}

function awaitedOf(shape: Shape): Set<string> {
  return new Set(Object.values(shape).flatMap(({ needs = [] }) => needs))
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
