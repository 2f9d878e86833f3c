import { fail, isReplicaError, type ReplicaError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { HostResult } from '../ports/hosts.ts'
import type { Replica, ReplicaHost } from './types.ts'

export interface HostPorts {
  cloud: Pick<Cloud, 'hosts'>
  clock: Clock
  signal?: AbortSignal
}

/** An agent calls within a minute or two of its instance's start; one that needs longer has no way to Systems Manager. */
const limitMs = 8 * 60_000
const pauseMs = 3_000

/**
 * Waits until every host of the replica runs commands, all at once. Throws `stack.host_unready` when one does not within
 * `options.limitMs` (8 minutes), `cloud.*`, and the signal's reason.
 */
export async function hostsAreReady(
  replica: Pick<Replica, 'hosts'>,
  ports: HostPorts & { emit: Emit },
  options: { limitMs?: number } = {},
): Promise<void> {
  const startedAt = ports.clock.now().getTime()
  const until = startedAt + (options.limitMs ?? limitMs)
  await Promise.all(
    Object.entries(replica.hosts).map(async ([name, host]) => {
      await waitForHost(name, host, until, ports)
      ports.emit('host.reached', { host: name, seconds: Math.round((ports.clock.now().getTime() - startedAt) / 1000) })
    }),
  )
}

/** How far a host has come: its agent has never called, no longer calls, does not run commands; or it runs them. */
export type HostState = 'unknown' | 'offline' | 'silent' | 'ready'

/** Whether commands run on a host, asked once: its agent is online, and the end of a start-up that takes its time has come. */
export async function hostIsReady(host: ReplicaHost, { cloud: { hosts }, signal }: HostPorts): Promise<HostState> {
  const found = await hosts.find(host)
  if (found === undefined) return 'unknown'
  if (!found.isOnline) return 'offline'
  const request = { script: settled, timeoutMs: settleMs + 10_000, comment: 'prod-replica: is the host ready?' }
  const result = await hosts.run(found.instanceId, { ...request, ...(signal === undefined ? {} : { signal }) })
  return isDone(result) ? 'ready' : 'silent'
}

const settleMs = 240_000
/** Images without cloud-init have nothing to wait for; a start-up that never ends, or failed, is not ours to judge. */
const settled = `command -v cloud-init >/dev/null 2>&1 && timeout ${settleMs / 1000} cloud-init status --wait >/dev/null 2>&1\ntrue`

function isDone({ status, exitCode }: HostResult): boolean {
  return status === 'succeeded' && exitCode === 0
}

async function waitForHost(name: string, host: ReplicaHost, until: number, ports: HostPorts): Promise<void> {
  for (;;) {
    const state = await ask(host, ports)
    if (state === 'ready') return
    if (ports.clock.now().getTime() + pauseMs > until) throw unready(name, host, state)
    await ports.clock.sleep(pauseMs, ports.signal)
  }
}

/** Being slowed down is no answer about the host. */
async function ask(host: ReplicaHost, ports: HostPorts): Promise<HostState> {
  try {
    return await hostIsReady(host, ports)
  } catch (error) {
    if (isReplicaError(error, 'cloud.throttled')) return 'unknown'
    throw error
  }
}

function unready(name: string, { id }: ReplicaHost, state: Exclude<HostState, 'ready'>): ReplicaError {
  return fail('stack.host_unready', { host: name, id, state })
}
