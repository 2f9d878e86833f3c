import type { Plan, PlannedStack } from '../types.ts'
import { type Link, longestChain, type Weigh } from './chain.ts'
import { type MadeTemplate, madeStack } from './made.ts'
import { creationSeconds, deletionSeconds } from './seconds.ts'

/** How long a replica usually takes on AWS. An estimate: the same resources can take half or twice as long. */
export interface TimeEstimate {
  /** From the first call until the last stack is complete. */
  upSeconds: number
  /** Of teardown, until the last stack is gone. */
  downSeconds: number
  /** What `upSeconds` is made of: the stacks that wait for one another, each with its longest chain of resources. */
  criticalPath: readonly StackTime[]
}

export interface StackTime {
  /** The replica's stack. */
  stack: string
  /** Of production; empty for a stack that the plan adds. */
  production: string
  /** Of such a stack: what people call it. */
  title?: string
  seconds: number
  chain: readonly Link[]
}

/** Until the first resource of a stack starts, and from the end of the last one to the stack's own. */
export const stackSeconds = 10

interface Way {
  seconds: number
  last: StackTime | undefined
  before: Way | undefined
}

const nothing: Way = { seconds: 0, last: undefined, before: undefined }

/** The estimate for a plan: each stack starts when those that it needs are complete, and is deleted after those that need it. */
export function estimateTime(plan: Plan): TimeEstimate {
  const made = new Map(plan.stacks.map((stack) => [stack.name, madeStack(stack, plan)]))
  const up = slowestWay(plan, (stack) => timeOf(stack, made.get(stack.name), creationSeconds))
  const down = slowestWay(plan, (stack) => timeOf(stack, made.get(stack.name), deletionSeconds))
  return { upSeconds: up.seconds, downSeconds: down.seconds, criticalPath: stacksOf(up) }
}

/** One pass, as a plan's stacks are in an order in which each comes after those that it needs. Backwards it is as long. */
function slowestWay(plan: Plan, time: (stack: PlannedStack) => StackTime): Way {
  const ways = new Map<string, Way>()
  for (const stack of plan.stacks) {
    const before = slowest(stack.needs.map((name) => ways.get(name) ?? nothing))
    const last = time(stack)
    ways.set(stack.name, { seconds: before.seconds + last.seconds, last, before })
  }
  return slowest([...ways.values()])
}

function timeOf(stack: PlannedStack, made: MadeTemplate | undefined, secondsOf: typeof creationSeconds): StackTime {
  const chain = made === undefined ? [] : chainOf(made, secondsOf)
  return { stack: stack.name, production: stack.production, ...titleOf(stack), seconds: stackSeconds + sum(chain), chain }
}

/** The longest chain of a template, in which a nested stack takes as long as its own longest chain. */
function chainOf(made: MadeTemplate, secondsOf: typeof creationSeconds): Link[] {
  const weigh: Weigh = (resource, logicalId) => {
    const nested = made.nested.get(logicalId)
    if (nested === undefined) return { seconds: secondsOf(resource) }
    const inside = chainOf(nested, secondsOf)
    return { seconds: stackSeconds + sum(inside), inside }
  }
  return longestChain(made.resources, weigh)
}

function sum(links: readonly Link[]): number {
  return links.reduce((seconds, link) => seconds + link.seconds, 0)
}

function slowest(ways: readonly Way[]): Way {
  return ways.reduce((most, way) => (way.seconds > most.seconds ? way : most), nothing)
}

function stacksOf(way: Way): StackTime[] {
  const stacks: StackTime[] = []
  for (let at: Way | undefined = way; at?.last !== undefined; at = at.before) stacks.push(at.last)
  return stacks.reverse()
}

function titleOf({ title }: PlannedStack): { title?: string } {
  return title === undefined ? {} : { title }
}
