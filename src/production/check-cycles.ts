import { type Fault, type Outline, quote } from './check-types.ts'
import { isRecord, type JsonValue } from './json.ts'
import { pointerOf } from './locate.ts'
import type { Template } from './types.ts'

type Graph = ReadonlyMap<string, ReadonlySet<string>>

const mostCycles = 10

/** Resources that wait for one another (`needs`: logical id → those it must wait for), and conditions that do. */
export function checkCycles(template: Template, outline: Outline, needs: Graph): Fault[] {
  // What AWS expands to several resources may have its references in different ones.
  const generators = new Set(outline.generators)
  const resources = new Map([...needs].filter(([id]) => !generators.has(id)))
  const conditions = new Map(Object.entries(template.Conditions ?? {}).map(([name, value]) => [name, conditionsIn(value, new Set())]))
  return [
    ...findCycles(resources).map((cycle) => cycleFault('Resources', 'resource', cycle)),
    ...findCycles(conditions).map((cycle) => cycleFault('Conditions', 'condition', cycle)),
  ]
}

function conditionsIn(value: JsonValue, found: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const each of value) conditionsIn(each, found)
  if (!isRecord(value)) return found
  for (const [key, each] of Object.entries(value)) {
    if (key === 'Condition' && typeof each === 'string') found.add(each)
    else conditionsIn(each, found)
  }
  return found
}

function cycleFault(section: string, noun: string, cycle: readonly string[]): Fault {
  const [first = ''] = cycle
  const path = pointerOf([section, first])
  if (cycle.length === 1) return { path, reason: `the ${noun} ${quote(first)} refers to itself`, isFatal: false }
  const way = [...cycle.slice(0, 20), ...(cycle.length > 20 ? ['…'] : []), first].map((name) => name.slice(0, 100)).join(' → ')
  return { path, reason: `these ${noun}s wait for one another: ${way}`, isFatal: false }
}

/** Each cycle once, in the order of the references; at most ten. */
function findCycles(graph: Graph): string[][] {
  const cycles: string[][] = []
  const left = new Map(graph)
  while (cycles.length < mostCycles) {
    const knot = withoutEnds(left)
    const [start] = knot.keys()
    if (start === undefined) return cycles
    const cycle = walk(start, knot)
    cycles.push(cycle)
    for (const name of cycle) left.delete(name)
  }
  return cycles
}

/** The part of a graph from which every way leads to a cycle. */
function withoutEnds(graph: Graph): Graph {
  const waiting = new Map([...graph].map(([name, needs]) => [name, [...needs].filter((need) => graph.has(need)).length]))
  const users = usersOf(graph)
  const ends = [...waiting].filter(([, count]) => count === 0).map(([name]) => name)
  const left = new Map(graph)
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    left.delete(end)
    for (const user of users.get(end) ?? []) {
      const count = (waiting.get(user) ?? 0) - 1
      waiting.set(user, count)
      if (count === 0) ends.push(user)
    }
  }
  return left
}

function usersOf(graph: Graph): Map<string, string[]> {
  const users = new Map<string, string[]>()
  for (const [name, needs] of graph) {
    for (const need of needs) {
      const known = users.get(need)
      if (known === undefined) users.set(need, [name])
      else known.push(name)
    }
  }
  return users
}

/** Walking on comes back to where it has been. */
function walk(start: string, knot: Graph): string[] {
  const path = new Map<string, number>()
  let at = start
  while (!path.has(at)) {
    path.set(at, path.size)
    at = [...(knot.get(at) ?? [])].find((need) => knot.has(need)) ?? at
  }
  return [...path.keys()].slice(path.get(at))
}
