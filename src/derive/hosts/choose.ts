import { fail } from '../../errors.ts'
import { splitName } from '../../production/nested.ts'
import { nearest } from '../../spec/nearest.ts'
import type { Spec } from '../../spec/types.ts'
import { type Host, settingsOf } from './find.ts'
import { comerOf, letsIn } from './groups.ts'
import { type Held, type Holdings, isSame } from './held.ts'
import type { StoreNetwork } from './stores.ts'

export interface Choice {
  /** By the name that replica.yml, outputs and tags know them by. */
  hosts: ReadonlyMap<string, Host>
  /** Where run-integration works; undefined for the runner, or where a host is still to be added. */
  runOn: { name: string; reason: string } | undefined
}

/**
 * The hosts that are commanded: the one that run-on names and those that pipelines name. `auto` takes, of production's
 * hosts, the one that all pipelines name; else the only one; else the first whose start-up names a store; else the first
 * that a store lets in; else the first. Without stores `auto` needs none. Throws `derive.host_unknown`.
 */
export function chooseHosts(all: readonly Host[], spec: Spec, stores: readonly StoreNetwork[], holdings: Holdings): Choice {
  const named = spec.pipelines.flatMap(({ name, on }) => (on === undefined ? [] : [{ place: `pipelines.${name}.on`, host: on }]))
  const hosts = new Map(named.map(({ place, host }) => [host, findNamed(host, all, place)]))
  const runOn = runOnOf(all, { spec, stores, holdings, named: [...hosts.keys()] })
  if (runOn !== undefined) hosts.set(runOn.name, runOn.host)
  return { hosts, runOn }
}

interface Setting {
  spec: Spec
  stores: readonly StoreNetwork[]
  holdings: Holdings
  named: readonly string[]
}

function runOnOf(all: readonly Host[], setting: Setting): { name: string; host: Host; reason: string } | undefined {
  const { runOn } = setting.spec.replica
  if (runOn === 'runner') return undefined
  if (runOn !== 'auto') return { name: runOn.host, host: findNamed(runOn.host, all, 'replica.run-on'), reason: 'replica.run-on names it' }
  const [name] = setting.named
  if (name !== undefined && setting.named.length === 1) {
    return { name, host: findNamed(name, all, 'pipelines'), reason: 'the pipelines name it' }
  }
  if (setting.stores.length === 0) return undefined
  const found = guess(all, setting)
  return found === undefined ? undefined : { name: nameOf(found.host, all), ...found }
}

function guess(all: readonly Host[], { stores, holdings }: Setting): { host: Host; reason: string } | undefined {
  const [first] = all
  if (first === undefined) return undefined
  if (all.length === 1) return { host: first, reason: 'it is the only host' }
  const told = all.find((host) => namesStore(host, stores, holdings))
  if (told !== undefined) return { host: told, reason: 'its start-up names a store' }
  const letIn = all.find((host) => stores.some((store) => isLetIn(host, store, holdings)))
  if (letIn !== undefined) return { host: letIn, reason: 'a store lets it in' }
  return { host: first, reason: `it is the first of ${all.length} hosts; replica.run-on names another` }
}

function namesStore(host: Host, stores: readonly StoreNetwork[], holdings: Holdings): boolean {
  const reached = settingsOf(host, ['UserData'], holdings).flatMap(({ held, value }) => holdings.reach(value, held.stack))
  return stores.some((store) => reached.some((each) => isSame(each, store.database)))
}

function isLetIn(host: Host, store: StoreNetwork, holdings: Holdings): boolean {
  const comer = comerOf(host, holdings)
  return store.groups.some((group) => store.ports.some((port) => letsIn(group, comer, port, holdings)))
}

/** The logical id; with its stack where several have it. */
function nameOf(host: Held, all: readonly Host[]): string {
  const isOnly = all.filter((each) => each.logicalId === host.logicalId).length === 1
  return isOnly ? host.logicalId : `${host.stack.source.name}/${host.logicalId}`
}

function findNamed(name: string, all: readonly Host[], place: string): Host {
  const { stack, logicalId } = splitName(name)
  const found = all.filter((each) => each.logicalId === logicalId && (stack === undefined || each.stack.source.name === stack))
  const [host] = found
  if (host !== undefined && found.length === 1) return host
  const known = all.map((each) => nameOf(each, all))
  const reason = found.length > 1 ? 'which several stacks have' : 'which is no host of the replica'
  throw fail('derive.host_unknown', { place, host: name, reason, known, nearest: nearest(name, known) })
}
