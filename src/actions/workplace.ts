import { join } from 'node:path'
import type { Emit } from '../events.ts'
import type { Secrets } from '../ports/cloud.ts'
import type { Ports } from '../ports/index.ts'
import { type IntegrateOptions, type IntegratePorts, integrate } from '../rehearsal/integrate.ts'
import type { Verdict } from '../rehearsal/types.ts'
import type { Spec } from '../spec/types.ts'
import type { Replica } from '../stack/types.ts'
import { openStores } from '../store/open.ts'
import type { Store } from '../store/types.ts'
import { confirmedMask } from './mask.ts'
import type { Results } from './results.ts'
import { keepRecording } from './shards.ts'

/** Where the work on the stores is done: on the runner, or on a host of the replica. */
export interface Workplace {
  spec: Spec
  ports: Ports
  /** Of the stores. */
  secrets: Secrets
  emit: Emit
  results: Results
  /** How much of the pipelines is run there; all of them without it. */
  share?: IntegrateOptions
}

/** The verdict on the checkout's change. `hostNames`: what pipelines may call the host that this is. */
export async function judgeHere(place: Workplace, replica: Replica, hostNames: readonly string[] = []): Promise<Verdict> {
  const { stores, masked, notTested } = await maskHere(place, replica)
  place.emit('rehearsal.phase_started', { phase: 'integrate' })
  const outputs = Object.assign({}, ...replica.stacks.map((stack) => stack.outputs)) as Record<string, string>
  const ports: IntegratePorts = {
    ...place.ports,
    emit: place.emit,
    results: workFolder(place),
    signal: place.ports.interrupted,
    hostNames,
    keep: (recording) => keepRecording(place, recording, place.share?.shard),
  }
  const verdict = await integrate(place.spec, { id: replica.id, outputs }, stores, ports, place.share)
  return { ...verdict, masked, notTested: [...verdict.notTested, ...notTested] }
}

/** Where a rehearsal keeps what it works with; shards on one machine must not write over one another's. */
export function workFolder({ results, share }: Pick<Workplace, 'results' | 'share'>): string {
  return share?.shard === undefined ? results.folder : join(results.folder, `shard-${share.shard.number}`)
}

/** The replica's stores, each masked before anything else connects to it, and what masking could not promise. */
export async function maskHere(place: Workplace, replica: Replica): Promise<MaskedStores> {
  const { ports, emit, secrets } = place
  emit('rehearsal.phase_started', { phase: 'mask' })
  const stores = await openStores(replica, { ...ports, secrets, emit })
  for (const store of Object.values(stores)) ports.output.hide(store.target.password)
  return { stores, ...(await confirmedMask(place, stores)) }
}

interface MaskedStores {
  stores: Record<string, Store>
  /** `store.schema.table.column` */
  masked: string[]
  notTested: Verdict['notTested']
}
