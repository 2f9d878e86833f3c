import { fail, failAll } from '../errors.ts'
import { gather } from './gather.ts'
import type { ProductionStack } from './types.ts'

/** One stack that can be read: a root, or one that is nested in another. */
export interface Member {
  name: string
  /** The same for the same template: an ARN, or a path. */
  identity: string
  /** Reads the stack, and says which stacks are nested in it. */
  read(): Promise<{ stack: ProductionStack; nested: readonly Member[] }>
}

const deepest = 20
const mostStacks = 1_000
const chainsShown = 4

/**
 * Reads a stack and all that are nested in it, side by side: each parent comes before its children, in the order of its
 * resources. Throws every fault found, and `production.nested_endless` where the nesting comes to no end.
 */
export async function readFamily(root: Member): Promise<ProductionStack[]> {
  return readBelow(root, [], { count: 0 })
}

async function readBelow(member: Member, ancestors: readonly Member[], read: { count: number }): Promise<ProductionStack[]> {
  // The first one too many tells the fault; the thousands after it have nothing to add.
  if (++read.count > mostStacks + 1) return []
  requireEnd(member, ancestors, read.count)
  const { stack, nested } = await member.read()
  const path = [...ancestors, member]
  const { values, faults } = await gather(nested.map((each) => readBelow(each, path, read)))
  if (faults.length > 0) throw failAll(faults)
  return [stack, ...values.flat()]
}

function requireEnd(member: Member, ancestors: readonly Member[], count: number): void {
  const reason = endlessReason(member, ancestors, count)
  if (reason !== undefined) throw fail('production.nested_endless', { stack: shorten(member.name), reason })
}

function endlessReason(member: Member, ancestors: readonly Member[], count: number): string | undefined {
  const same = ancestors.find((each) => each.identity === member.identity)
  if (same !== undefined) return `it is nested in itself: ${same.name} has the same template (${member.identity})`
  if (ancestors.length > deepest) return `it is nested more than ${deepest} levels deep`
  return count > mostStacks ? `more than ${mostStacks} stacks are nested in one` : undefined
}

function shorten(name: string): string {
  const parts = name.split('/')
  return parts.length <= chainsShown ? name : [parts[0], '…', ...parts.slice(2 - chainsShown)].join('/')
}
