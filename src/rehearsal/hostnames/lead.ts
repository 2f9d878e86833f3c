import type { LedCommand, NamesWay } from '../../ports/names.ts'
import type { PipelineSpec } from '../../spec/types.ts'
import { type OpenRecorder, openRecorder } from '../../store/record/recorder.ts'
import type { Store } from '../../store/types.ts'
import type { IntegratePorts } from '../ports.ts'
import { type Hostnames, usesOf } from './hostnames.ts'
import { hostnamesOf } from './known.ts'

/** The recorders of one run, and the addresses that production's names lead to while it lasts. */
export interface LedRun {
  recorders: Readonly<Record<string, OpenRecorder>>
  /** The command as it is started, and its environment. */
  prepare(command: string, environment: Readonly<Record<string, string>>): Promise<LedCommand>
}

interface LeadContext {
  hostnames: Hostnames
  ports: IntegratePorts
  /** The name of each store's database in production. */
  databases: Readonly<Record<string, string>>
}

type Way = Exclude<NamesWay, 'none'>

/**
 * Work on one run, before recorders of its own. Those of stores whose names are known listen on production's port, on an
 * address of loopback that no other run has, and the names lead there for this run's command.
 */
export async function withNamesLed<Result>(
  { job, folder }: { job: PipelineSpec['job']; folder: string },
  stores: Readonly<Record<string, Store>>,
  context: LeadContext,
  work: (led: LedRun) => Promise<Result>,
): Promise<Result> {
  const { hostnames, ports } = context
  const holds = hostnames.way !== 'none' && (await usesOf(job, folder, hostnames, ports)).length > 0
  const way = wayFor(hostnames.way, holds)
  const run = () => withRecorders(stores, way, holds, context, work)
  return await (way === 'shared' ? hostnames.turns.alone(run) : hostnames.turns.together(run))
}

/** What costs others something, or changes what a program may do, is only for those who have such a name written into them. */
function wayFor(way: NamesWay, holds: boolean): Way | undefined {
  if (way === 'none') return undefined
  return holds || way === 'private' ? way : 'hooks'
}

async function withRecorders<Result>(
  stores: Readonly<Record<string, Store>>,
  way: Way | undefined,
  everything: boolean,
  context: LeadContext,
  work: (led: LedRun) => Promise<Result>,
): Promise<Result> {
  const { hostnames, ports } = context
  const opened: Record<string, OpenRecorder> = {}
  try {
    const places = way === undefined ? new Map<string, Place>() : placesOf(hostnames, stores)
    await openAll(stores, places, opened, context)
    const addresses = addressesOf(places)
    const prepare = async (command: string, environment: Readonly<Record<string, string>>): Promise<LedCommand> =>
      way === undefined || places.size === 0
        ? { command, environment, end: async () => {} }
        : await ports.names.lead({ way, command, environment, addresses, everything })
    return await work({ recorders: opened, prepare })
  } finally {
    await Promise.all(Object.values(opened).map((recorder) => recorder.close()))
  }
}

interface Place {
  names: readonly string[]
  port: number
  /** Which of the run's addresses: stores with the same port need two. */
  number: number
  host: string
}

function placesOf(hostnames: Hostnames, stores: Readonly<Record<string, Store>>): Map<string, Place> {
  const taken = new Map<number, number>()
  const places = new Map<string, Place>()
  for (const [store, { names, port }] of hostnamesOf(hostnames.led, stores)) {
    const number = taken.get(port) ?? 0
    taken.set(port, number + 1)
    places.set(store, { names, port, number, host: '' })
  }
  return places
}

const mostTries = 8

/** On addresses that nobody listens on: another try, where somebody does. */
async function openAll(
  stores: Readonly<Record<string, Store>>,
  places: ReadonlyMap<string, Place>,
  opened: Record<string, OpenRecorder>,
  { databases, ports }: LeadContext,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const hosts = [...places].map(() => loopbackAddress(ports))
    for (const place of places.values()) place.host = hosts[place.number] ?? loopbackAddress(ports)
    try {
      for (const [name, clone] of Object.entries(stores)) {
        const place = places.get(name)
        const listen = place === undefined ? undefined : { host: place.host, port: place.port }
        opened[name] ??= await openRecorder(clone, databases[name] ?? clone.target.database, ports, listen)
      }
      return
    } catch (error) {
      await closeAll(opened)
      if (attempt === mostTries) throw error
    }
  }
}

async function closeAll(opened: Record<string, OpenRecorder>): Promise<void> {
  for (const [name, recorder] of Object.entries(opened)) {
    await recorder.close()
    delete opened[name]
  }
}

/** One of four million, out of the way of what machines use themselves. */
function loopbackAddress({ entropy }: IntegratePorts): string {
  const bytes = entropy.hex(3)
  const [first, second, third] = [0, 2, 4].map((at) => Number.parseInt(bytes.slice(at, at + 2), 16))
  return `127.${64 + ((first ?? 0) % 64)}.${second}.${1 + ((third ?? 0) % 254)}`
}

function addressesOf(places: ReadonlyMap<string, Place>): Record<string, string> {
  return Object.fromEntries([...places.values()].flatMap(({ names, host }) => names.map((name) => [name, host])))
}
