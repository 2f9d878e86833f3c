import type { Production } from '../../production/types.ts'
import type { Spec } from '../../spec/types.ts'
import { type DraftStack, rootOf } from '../draft.ts'
import type { StackNeeds } from '../exports.ts'
import { addOutputs } from '../outputs.ts'
import type { OwnStack } from '../own-stack.ts'
import type { Plan, PlannedHost, PlannedStore } from '../types.ts'
import { type CommandedHost, grantAccess } from './access.ts'
import { addedHost, addHost } from './added.ts'
import { type Choice, chooseHosts } from './choose.ts'
import { commandHost } from './command.ts'
import { findHosts, type Host } from './find.ts'
import { type Holdings, holdingsOf } from './held.ts'
import { type StoreNetwork, storeNetworks } from './stores.ts'

export interface HostsOf {
  production: Production
  spec: Spec
  stores: Readonly<Record<string, PlannedStore>>
  /** What is added imports from the replica's stacks: they are noted here. */
  needs: StackNeeds
  replicaId: string
}

/**
 * Makes the hosts that do the work ready for it: they can be commanded through Systems Manager and reach the stores; where
 * production has none and the work is not the runner's, a small one is added. Returns the stacks that are added. Throws `derive.host_unknown` and `derive.name_taken`.
 */
export function addHosts(stacks: readonly DraftStack[], of: HostsOf): Pick<Plan, 'hosts' | 'runOn'> & { added: OwnStack[] } {
  const holdings = holdingsOf(stacks)
  const stores = storeNetworks(of.stores, { ...of, stacks }, holdings)
  const choice = chooseHosts(findHosts(holdings), of.spec, stores, holdings)
  const own = choice.hosts.size === 0 && isHostNeeded(of, stores) ? addOwn(stores, of, holdings) : undefined
  const hosts = [...commandAll(choice, holdings), ...(own === undefined ? [] : [own.host])]
  const allHoldings = own === undefined ? holdings : holdingsOf([...stacks, own.stack])
  const access = hosts.length === 0 ? undefined : grantAccess(hosts, { ...of, stores }, allHoldings)
  return {
    hosts: Object.fromEntries(hosts.map(({ name, host }) => [name, planHost(name, host)])),
    runOn: tellWhere(choice, of, { stores, own: own !== undefined }),
    added: [own?.stack, access].filter((stack) => stack !== undefined),
  }
}

function isHostNeeded({ spec }: HostsOf, stores: readonly StoreNetwork[]): boolean {
  return stores.length > 0 && spec.replica.runOn === 'auto'
}

function commandAll({ hosts }: Choice, holdings: Holdings): CommandedHost[] {
  for (const host of hosts.values()) commandHost(host, holdings)
  return [...hosts].map(([name, host]) => ({ name, host }))
}

/** In the network of the first store that lies in one of the replica's. */
function addOwn(stores: readonly StoreNetwork[], of: HostsOf, holdings: Holdings): { stack: OwnStack; host: CommandedHost } | undefined {
  const network = stores.find((store) => store.network !== undefined)?.network
  const added = network === undefined ? undefined : addHost(network, of, holdings)
  return added === undefined ? undefined : { stack: added.stack, host: { name: addedHost, host: added.host } }
}

/** `ProdReplicaHost<Name>Id` of an instance, `ProdReplicaHost<Name>Group` of a group. Throws `derive.name_taken`. */
function planHost(name: string, { stack, logicalId, kind }: Host): PlannedHost {
  const prefix = `${addedHost}${name === addedHost ? '' : name.replaceAll(/[^A-Za-z0-9]/g, '')}`
  const suffix = kind === 'instance' ? 'Id' : 'Group'
  addOutputs(stack, prefix, stack.template.Resources[logicalId]?.Condition, { [suffix]: { Ref: logicalId } })
  const within = stack.source.name.slice(rootOf(stack).source.name.length + 1)
  const path = within === '' ? logicalId : `${within}/${logicalId}`
  return { kind, stack: rootOf(stack).name, logicalId: path, output: `${prefix}${suffix}` }
}

function tellWhere(choice: Choice, { spec }: HostsOf, is: { stores: readonly StoreNetwork[]; own: boolean }): Plan['runOn'] {
  if (choice.runOn !== undefined) return { host: choice.runOn.name, reason: choice.runOn.reason }
  if (is.own) return { host: addedHost, reason: 'production has no host, so the plan adds a small one' }
  if (spec.replica.runOn === 'runner') return { reason: 'replica.run-on says so' }
  if (is.stores.length === 0) return { reason: 'there is no store to reach' }
  const isNowhere = is.stores.every(({ network }) => network === undefined)
  const why = isNowhere ? 'the stores lie in no network of the replica’s' : 'no subnet of the stores’ network leads to Systems Manager'
  return { reason: `production has no host, and none can be added: ${why}` }
}
