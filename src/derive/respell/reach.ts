import type { JsonValue } from '../../production/json.ts'
import type { DraftStack } from '../draft.ts'
import { referencesOf } from '../references.ts'

/** Tells whether new references would make resources of a stack wait for one another in a circle. */
export interface Reach {
  /** Adds the reference unless it would close a circle; tells whether it was added. */
  add(stack: DraftStack, from: string, to: readonly string[]): boolean
}

/** Reads a stack's references the first time that it is asked about. */
export function createReach(): Reach {
  const graphs = new Map<DraftStack, Map<string, Set<string>>>()
  const graphOf = (stack: DraftStack): Map<string, Set<string>> => {
    const known = graphs.get(stack) ?? readGraph(stack)
    graphs.set(stack, known)
    return known
  }
  return {
    add(stack, from, to) {
      const graph = graphOf(stack)
      if (to.some((each) => leadsTo(graph, each, from))) return false
      const needs = graph.get(from) ?? new Set()
      for (const each of to) needs.add(each)
      graph.set(from, needs)
      return true
    },
  }
}

function readGraph(stack: DraftStack): Map<string, Set<string>> {
  const entries = Object.entries(stack.template.Resources).map(([logicalId, resource]) => {
    const { DependsOn = [], Properties = {}, Metadata = {} } = resource
    const found = new Set(typeof DependsOn === 'string' ? [DependsOn] : DependsOn)
    referencesOf(Properties as JsonValue, found)
    return [logicalId, referencesOf(Metadata as JsonValue, found)] as const
  })
  return new Map(entries)
}

function leadsTo(graph: ReadonlyMap<string, Set<string>>, from: string, to: string): boolean {
  const seen = new Set<string>()
  const waiting = [from]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === to) return true
    if (seen.has(at)) continue
    seen.add(at)
    waiting.push(...(graph.get(at) ?? []))
  }
  return false
}
