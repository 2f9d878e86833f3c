import type { PipelineSpec, Spec } from '../../spec/types.ts'
import { connectedParts } from '../graph.ts'
import type { Durations } from './durations.ts'
import type { Shard } from './types.ts'

type Work = Pick<Spec, 'pipelines' | 'checks'>

/**
 * Pure: which pipelines each of `total` shards runs. Connected parts of the graph stay whole; the longest is placed first,
 * each where least has been placed so far, the checks on the first shard before all of them. What no run has timed counts as
 * the middle one of those that are known. The same input gives the same split on every machine.
 */
export function splitPipelines(work: Work, total: number, durations: Durations): string[][] {
  const costOf = estimate(work, durations)
  const loads = Array.from({ length: total }, () => 0)
  loads[0] = sum(work.checks.map(({ name }) => costOf('checks', name)))
  const names = loads.map((): string[] => [])
  const parts = connectedParts(work.pipelines).map((part) => ({ part, cost: sum(part.map(({ name }) => costOf('pipelines', name))) }))
  for (const { part, cost } of parts.sort((one, other) => other.cost - one.cost)) {
    const least = loads.indexOf(Math.min(...loads))
    loads[least] = (loads[least] ?? 0) + cost
    names[least]?.push(...part.map(({ name }) => name))
  }
  return names.map((own) => inWrittenOrder(own, work.pipelines))
}

/** Pure: replica.yml as one shard sees it: with its own pipelines, and checks on the first one alone. */
export function specOfShard(spec: Spec, { number, split }: Shard): Spec {
  const own = new Set(split[number - 1])
  return { ...spec, pipelines: spec.pipelines.filter(({ name }) => own.has(name)), checks: number === 1 ? spec.checks : [] }
}

function estimate({ pipelines, checks }: Work, durations: Durations): (kind: keyof Durations, name: string) => number {
  const timed = (kind: keyof Durations, name: string) => (Object.hasOwn(durations[kind], name) ? durations[kind][name] : undefined)
  const known = [...pipelines.map(({ name }) => timed('pipelines', name)), ...checks.map(({ name }) => timed('checks', name))].filter(
    (cost) => cost !== undefined,
  )
  const middle = known.sort((one, other) => one - other)[Math.floor(known.length / 2)] ?? 1
  return (kind, name) => timed(kind, name) ?? middle
}

function inWrittenOrder(names: readonly string[], pipelines: readonly PipelineSpec[]): string[] {
  const own = new Set(names)
  return pipelines.flatMap(({ name }) => (own.has(name) ? [name] : []))
}

function sum(costs: readonly number[]): number {
  return costs.reduce((total, cost) => total + cost, 0)
}
