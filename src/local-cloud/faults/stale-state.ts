import type { State, Table, World } from '../types.ts'
import { drawNumber } from './faults.ts'

/** Services whose reads lag behind their writes. S3 and Secrets Manager are among those that do not. */
const lagging = new Set(['cloudformation', 'tagging', 'rds', 'redshift', 'ec2', 'scheduler'])
const draws = new WeakMap<World, number>()

/** The world as a call sees it: where stale reads are on and this is one, as it was some seconds ago. */
export function staleView(world: World, service: string, operation: string): World {
  const { stale, seed } = world.faults.settings()
  if (stale.seconds <= 0 || !lagging.has(service) || !/^(Describe|List|Get)/.test(operation)) return world
  const draw = (draws.get(world) ?? 0) + 1
  draws.set(world, draw)
  if (drawNumber(seed, `stale ${draw}`) >= stale.share) return world
  return { ...world, state: world.state.asOf(world.clock.now().getTime() - stale.seconds * 1000) }
}

/** What a table held, by key: each change with the time until which the record before it was the one to be seen. */
export type Past = Map<string, { untilMs: number; record: object | undefined }[]>

const keptMs = 120_000

/** Keeps what a key held until now. */
export function remember(past: Past, key: string, record: object | undefined, nowMs: number): void {
  const kept = (past.get(key) ?? []).filter(({ untilMs }) => untilMs > nowMs - keptMs)
  past.set(key, [...kept, { untilMs: nowMs, record }])
}

/** A state that shows what the tables held at an instant. What is written through it goes to the present. */
export function stateAsOf(present: State, pastOf: (table: string) => Past, atMs: number): State {
  const table = <Record extends object>(name: string): Table<Record> => {
    const [now, past] = [present.table<Record>(name), pastOf(name)]
    const get = (key: string): Record | undefined => {
      const before = past.get(key)?.find(({ untilMs }) => untilMs > atMs)
      return before === undefined ? now.get(key) : (before.record as Record | undefined)
    }
    const entries = () =>
      [...new Set([...now.entries().map(([key]) => key), ...past.keys()])].flatMap((key): [string, Record][] => {
        const record = get(key)
        return record === undefined ? [] : [[key, record]]
      })
    return { ...now, get, entries, values: () => entries().map(([, record]) => record) }
  }
  return { table, asOf: present.asOf }
}
