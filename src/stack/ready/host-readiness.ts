import type { Plan, PlannedStack } from '../../derive/types.ts'
import { fail, isReplicaError, type ReplicaError } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Cloud } from '../../ports/cloud.ts'
import type { HostResult } from '../../ports/hosts.ts'
import type { ReplicaHost } from '../types.ts'
import type { Probe } from './readiness.ts'

/** What hosts are asked with. */
export interface HostPorts {
  cloud: Pick<Cloud, 'hosts'>
  clock: Clock
  signal?: AbortSignal
}

/** An agent calls within a minute or two of its instance's start; one that needs longer has no way to Systems Manager. */
const limitMs = 8 * 60_000
const pauseMs = 3_000

/**
 * Waits, in each stack that holds hosts of the plan, until all of them run commands. The probe throws `stack.host_unready`
 * when one does not within `options.limitMs` (8 minutes), `cloud.*`, and the signal's reason.
 */
export function hostProbe(
  { hosts }: Pick<Plan, 'hosts'>,
  ports: Omit<HostPorts, 'signal'> & { emit: Emit },
  options: { limitMs?: number } = {},
): Probe {
  const heldBy = ({ name }: PlannedStack) => Object.entries(hosts).filter(([, host]) => host.stack === name)
  return {
    covers: (planned) => heldBy(planned).map(([, { logicalId }]) => logicalId),
    async untilReady({ planned, description: { outputs } }, signal) {
      const startedAt = ports.clock.now().getTime()
      const until = startedAt + (options.limitMs ?? limitMs)
      const waiting = heldBy(planned).map(async ([name, { kind, output }]) => {
        const id = outputs[output]?.value
        // A host that production's own condition leaves out has no output.
        if (id === undefined) return
        await waitForHost(name, { kind, id }, until, { ...ports, ...(signal === undefined ? {} : { signal }) })
        ports.emit('host.reached', { host: name, seconds: Math.round((ports.clock.now().getTime() - startedAt) / 1000) })
      })
      await Promise.all(waiting)
    },
  }
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
