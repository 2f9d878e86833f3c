import { join } from 'node:path'
import type { Table, World } from '../../types.ts'

/** Table `hosts`, by instance id: an EC2 instance, which is a directory where commands run. */
export interface HostRecord {
  id: string
  imageId: string
  instanceType: string
  privateIp: string
  tags: Record<string, string>
  createdAt: string
  /** From termination. */
  isProtected?: boolean
}

/** AWS seconds from an instance's creation until its agent answers. */
const agentSeconds = 30

/** Whether the agent of a host has reported by now. */
export function isOnline({ createdAt }: HostRecord, { clock, timeScale }: Pick<World, 'clock' | 'timeScale'>): boolean {
  return clock.now().getTime() >= Date.parse(createdAt) + agentSeconds * 1000 * timeScale
}

export function hostsOf(world: World): Table<HostRecord> {
  return world.state.table<HostRecord>('hosts')
}

export function hostFolder(world: World, id: string): string {
  return join(world.folder, 'hosts', id)
}
