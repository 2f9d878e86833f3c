import type { Plan, PlannedStack } from '../types.ts'
import { type Link, longestChain } from './chain.ts'
import { resourcesMade } from './made.ts'

export interface TimeEstimate {
  /** Until the last stack is complete. */
  upSeconds: number
  /** What that time is made of: the stacks that wait for one another, each with its longest chain of resources. */
  criticalPath: readonly StackTime[]
}

export interface StackTime {
  /** The replica's stack. */
  stack: string
  /** Of production. */
  production: string
  seconds: number
  chain: readonly Link[]
}

/** Until the first resource of a stack starts, and from the end of the last one to the stack's own. */
export const stackSeconds = 10

interface Way {
  seconds: number
  stacks: readonly StackTime[]
}

/** How long the plan's stacks usually take on AWS: each starts when those that it imports from are complete. */
export function estimateTime(plan: Plan): TimeEstimate {
  const byName = new Map(plan.stacks.map((stack) => [stack.name, stack]))
  const ways = new Map<string, Way>()
  const wayTo = (stack: PlannedStack): Way => {
    const known = ways.get(stack.name)
    if (known !== undefined) return known
    ways.set(stack.name, { seconds: 0, stacks: [] }) // a circle ends here
    const before = slowest(stack.needs.flatMap((name) => byName.get(name) ?? []).map(wayTo))
    const own = timeOf(stack, plan)
    const way = { seconds: before.seconds + own.seconds, stacks: [...before.stacks, own] }
    ways.set(stack.name, way)
    return way
  }
  const { seconds, stacks } = slowest(plan.stacks.map(wayTo))
  return { upSeconds: seconds, criticalPath: stacks }
}

function timeOf(stack: PlannedStack, plan: Plan): StackTime {
  const chain = longestChain(resourcesMade(stack, plan))
  const seconds = stackSeconds + chain.reduce((sum, link) => sum + link.seconds, 0)
  return { stack: stack.name, production: stack.production, seconds, chain }
}

function slowest(ways: readonly Way[]): Way {
  return ways.reduce((most, way) => (way.seconds > most.seconds ? way : most), { seconds: 0, stacks: [] })
}
