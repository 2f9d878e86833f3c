import type { Plan } from '../../derive/types.ts'
import { fail, isReplicaError, type ReplicaError } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import { type Budget, createBudget } from '../budget/budget.ts'
import { createReplica } from '../create/create.ts'
import { deleteReplica } from '../delete/delete.ts'
import { isOlder, listReplicas } from '../replica/find.ts'
import { projectOf, type ReplicaOverview } from '../replica/overview.ts'
import type { Replica, RunIdentity } from '../types.ts'
import { fleetOf } from '../watch/fleet.ts'

type CreateOptions = Parameters<typeof createReplica>[2]
type CreatePorts = Parameters<typeof createReplica>[3]
type Ports = CreatePorts & { budget: Budget }

export interface Limit {
  /** How many replicas of the project may be up at the same time. */
  atMost: number
  /** How long to wait for a place, in milliseconds; 0 refuses at once. */
  waitMs: number
}

/** When to look, after the first stack was begun, whether someone older is there too, in milliseconds: a listing may be stale. */
const lookMs = 5_000
const firstPauseMs = 5_000
const longestPauseMs = 30_000

/**
 * Makes a replica as `createReplica` does, where its project has a place for one more. Two runs that start at once both
 * see a free place, so it is decided by who began first: having begun, each looks again, and the younger one takes its
 * stacks back and waits for a place, or gives up. Throws `replica.too_many`, which names those that are up, and what
 * `createReplica` throws.
 */
export async function createWithinLimit(
  plan: Plan,
  run: RunIdentity,
  options: CreateOptions & Limit,
  given: CreatePorts,
): Promise<Replica> {
  const ports = { ...given, budget: given.budget ?? createBudget(given.clock) }
  const deadlineMs = ports.clock.now().getTime() + options.waitMs
  for (;;) {
    await untilPlace(run, options, deadlineMs, ports)
    try {
      return await createUnlessYounger(plan, run, options, ports)
    } catch (error) {
      if (!isReplicaError(error, 'replica.too_many')) throw error
      ports.emit('replica.withdrawn', { replicaId: run.replicaId })
      await deleteReplica(run.replicaId, ports)
      if (ports.clock.now().getTime() >= deadlineMs) throw error
    }
  }
}

/** Waits until there is a place, telling so once a minute at least. Throws `replica.too_many` at the deadline. */
async function untilPlace(run: RunIdentity, limit: Limit, deadlineMs: number, ports: Ports): Promise<void> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    const refusal = refusalOf(run, await look(ports, 'recent'), limit)
    if (refusal === undefined) return
    const leftMs = deadlineMs - ports.clock.now().getTime()
    if (leftMs <= 0) throw refusal
    ports.emit('replica.place_awaited', { project: projectOf(run.owner), atMost: limit.atMost, seconds: Math.round(leftMs / 1000) })
    await ports.clock.sleep(Math.min(pauseMs, leftMs), ports.signal)
  }
}

async function createUnlessYounger(plan: Plan, run: RunIdentity, options: CreateOptions & Limit, ports: Ports): Promise<Replica> {
  const stop = new AbortController()
  const done = new AbortController()
  const begun = openGate()
  const emit: Emit = (code, data) => {
    if (code === 'stack.create_started') begun.resolve()
    ports.emit(code, data)
  }
  const signal = AbortSignal.any([ports.signal, done.signal])
  let hasLooked = false
  const guard = begun.promise.then(async () => {
    await ports.clock.sleep(lookMs, signal)
    const refusal = refusalOf(run, await look({ ...ports, signal }), options)
    hasLooked = true
    if (refusal !== undefined) stop.abort(refusal)
  })
  guard.catch(() => {}) // it ends with the creation; where it has not looked by then, that is made up for
  try {
    const replica = await createReplica(plan, run, options, { ...ports, emit, signal: AbortSignal.any([ports.signal, stop.signal]) })
    const refusal = hasLooked ? undefined : refusalOf(run, await look(ports), options)
    if (refusal !== undefined) throw refusal
    return replica
  } finally {
    done.abort(new Error('the creation has ended'))
  }
}

/** `recent` where a listing of a moment ago will do. */
function look(ports: Ports, how: 'all' | 'recent' = 'all'): Promise<ReplicaOverview[]> {
  return listReplicas(ports, () => fleetOf(ports)[how](ports.signal))
}

/** Why this run has no place: others of its project that were there before it fill them. Those that are going do not count. */
function refusalOf(run: RunIdentity, replicas: readonly ReplicaOverview[], { atMost }: Limit): ReplicaError | undefined {
  const project = projectOf(run.owner)
  const own = replicas.find(({ id }) => id === run.replicaId)
  const others = replicas.filter(({ id, owner, state }) => id !== run.replicaId && projectOf(owner) === project && state !== 'deleting')
  const before = own === undefined ? others : others.filter((other) => isOlder(other, own))
  if (before.length < atMost) return undefined
  return fail('replica.too_many', { project, atMost, up: before.map(({ id, owner, expiresAt }) => `${id} (${owner}, until ${expiresAt})`) })
}

function openGate(): { promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
