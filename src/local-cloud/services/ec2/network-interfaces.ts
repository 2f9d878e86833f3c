import type { Table, World } from '../../types.ts'

/** Table `network-interfaces`, by id. */
export interface NetworkInterfaceRecord {
  id: string
  subnetId: string
  vpcId: string
  groupIds: string[]
  description: string
  /** `in-use` while something is behind it. */
  status: 'available' | 'in-use'
  /** Milliseconds of the epoch from which an interface that a service left behind is gone. */
  goneAtMs?: number
  tags: Record<string, string>
}

export function networkInterfacesOf(world: World): Table<NetworkInterfaceRecord> {
  return world.state.table<NetworkInterfaceRecord>('network-interfaces')
}

/** The interfaces that are there now: what a service left behind goes in its time. */
export function livingInterfaces(world: World): NetworkInterfaceRecord[] {
  const nowMs = world.clock.now().getTime()
  return networkInterfacesOf(world)
    .values()
    .filter(({ goneAtMs }) => goneAtMs === undefined || goneAtMs > nowMs)
}

/** Makes an interface in a subnet. */
export async function createInterface(world: World, options: Omit<NetworkInterfaceRecord, 'id'>): Promise<NetworkInterfaceRecord> {
  const record = { id: `eni-0${world.entropy.hex(8)}`, ...options }
  await networkInterfacesOf(world).put(record.id, record)
  return record
}
