import { fail } from '../errors.ts'
import { findCycle } from '../spec/cycle.ts'
import type { StackNeeds } from './exports.ts'

/** Production's stack names, each after those that it imports from; otherwise as they were. Throws `derive.stacks_in_circle`. */
export function orderStacks(names: readonly string[], needs: StackNeeds): string[] {
  const cycle = findCycle(new Map([...needs].map(([name, others]) => [name, [...others]])))
  if (cycle !== undefined) throw fail('derive.stacks_in_circle', { path: cycle })
  const ordered = new Set<string>()
  const add = (name: string): void => {
    for (const other of needs.get(name) ?? []) if (!ordered.has(other)) add(other)
    ordered.add(name)
  }
  for (const name of names) add(name)
  return [...ordered]
}
