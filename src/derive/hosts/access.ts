import type { Production } from '../../production/types.ts'
import { note } from '../draft.ts'
import type { StackNeeds } from '../exports.ts'
import type { Handing } from '../outputs.ts'
import { addResource, type OwnStack, ownStack } from '../own-stack.ts'
import type { Host } from './find.ts'
import { comerOf, letsIn } from './groups.ts'
import type { Holdings } from './held.ts'
import { newIngress } from './ingress.ts'
import type { StoreNetwork } from './stores.ts'

const rule = 'host-access'

/** A host that has been made ready for commands. */
export interface CommandedHost {
  name: string
  host: Host
}

interface Granting {
  stores: readonly StoreNetwork[]
  production: Production
  needs: StackNeeds
  replicaId: string
}

/**
 * What hosts need of the stores: a way in where their groups know none. It is a stack after all others, since hosts and
 * stores may be in any stack, and either may already import from the other. Undefined where nothing is needed.
 */
export function grantAccess(hosts: readonly CommandedHost[], granting: Granting, holdings: Holdings): OwnStack | undefined {
  const { production, needs, replicaId } = granting
  const about = { title: 'access of the hosts', description: 'What the hosts of a replica need of its stores.', replicaId }
  const stack = ownStack('2-access', about, production)
  const handing = { to: stack, needs, replicaId }
  for (const each of hosts) {
    for (const store of granting.stores) openWay(each, store, handing, holdings)
  }
  return Object.keys(stack.template.Resources).length === 0 ? undefined : stack
}

/** Where no group of the store lets the host in, its first does from now on. Groups that are not the replica's stay as they are. */
function openWay({ host, name }: CommandedHost, store: StoreNetwork, handing: Handing, holdings: Holdings): void {
  const comer = comerOf(host, holdings)
  const shut = store.ports.filter((port) => !store.groups.some((group) => letsIn(group, comer, port, holdings)))
  const [to] = store.groups
  const [from] = comer.groups
  if (shut.length === 0) return
  if (to === undefined || from === undefined) {
    const whose = to === undefined ? store.name : name
    note(host.stack, host.logicalId, 'kept', rule, `no way to ${store.name} was opened: no security group of ${whose} is the replica’s`)
    return
  }
  for (const port of shut) {
    const { logicalId, resource } = newIngress({ to, from, port, description: 'The host of the replica' }, handing)
    if (Object.hasOwn(handing.to.template.Resources, logicalId)) continue
    addResource(handing.to, logicalId, resource, { rule, reason: `${store.name} would not let ${name} in` })
  }
}
