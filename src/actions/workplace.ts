import type { Emit } from '../events.ts'
import type { Secrets } from '../ports/cloud.ts'
import type { Ports } from '../ports/index.ts'
import { integrate } from '../rehearsal/integrate.ts'
import type { Verdict } from '../rehearsal/types.ts'
import type { Spec } from '../spec/types.ts'
import type { Replica } from '../stack/types.ts'
import { maskStores } from '../store/mask.ts'
import { openStores } from '../store/open.ts'
import type { Store } from '../store/types.ts'
import { maskKey } from './mask-key.ts'
import type { Results } from './results.ts'

/** Where the work on the stores is done: on the runner, or on a host of the replica. */
export interface Workplace {
  spec: Spec
  ports: Ports
  /** Of the stores. */
  secrets: Secrets
  emit: Emit
  results: Results
}

/** The verdict on the checkout's change. `hostNames`: what pipelines may call the host that this is. Writes verdict.json. */
export async function judgeHere(place: Workplace, replica: Replica, hostNames: readonly string[] = []): Promise<Verdict> {
  const { stores, masked } = await maskHere(place, replica)
  place.emit('rehearsal.phase_started', { phase: 'integrate' })
  const outputs = Object.assign({}, ...replica.stacks.map((stack) => stack.outputs)) as Record<string, string>
  const verdict = await integrate(place.spec, { id: replica.id, outputs }, stores, {
    ...place.ports,
    emit: place.emit,
    results: place.results.folder,
    signal: place.ports.interrupted,
    hostNames,
  })
  const judged = { ...verdict, masked }
  await place.results.writeJson('verdict.json', judged)
  return judged
}

/** The replica's stores, each masked before anything else connects to it. */
export async function maskHere(place: Workplace, replica: Replica): Promise<{ stores: Record<string, Store>; masked: string[] }> {
  const { ports, emit, secrets, spec } = place
  emit('rehearsal.phase_started', { phase: 'mask' })
  const stores = await openStores(replica, { ...ports, secrets, emit })
  for (const store of Object.values(stores)) ports.output.hide(store.target.password)
  const masked = await maskStores(stores, spec.mask, maskKey(stores), { ...ports, emit })
  return { stores, masked }
}
