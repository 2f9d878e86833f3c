import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Socket } from 'node:net'
import type { World } from '../types.ts'

/** The variable that every process has which a host runs, and what it starts in turn. */
const variable = 'PROD_REPLICA_LOCAL_HOST'

/** Secret of each cloud: without it anybody could say to be a host. */
const tokens = new WeakMap<World['state'], string>()

/** What the processes of a host have in their environment, and nobody else. */
export function markOf({ state, entropy }: Pick<World, 'state' | 'entropy'>, hostId: string): Record<string, string> {
  const token = tokens.get(state) ?? entropy.hex(16)
  tokens.set(state, token)
  return { [variable]: `${token}:${hostId}` }
}

/** Whether this system tells which process has which connection: Linux does. */
export async function knowsProcesses(): Promise<boolean> {
  return (await readFile('/proc/self/net/tcp', 'utf8').catch(() => '')) !== ''
}

/** Whether a host's process is at the other end of a connection on loopback. */
export async function comesFromHost(
  socket: Pick<Socket, 'remotePort' | 'localPort'>,
  world: Pick<World, 'state' | 'entropy'>,
): Promise<boolean> {
  const inode = await inodeOf(socket.remotePort ?? 0, socket.localPort ?? 0)
  if (inode === undefined) return false
  for (const pid of await processesOf(markOf(world, ''))) if (await holds(pid, inode)) return true
  return false
}

/** Ends every process of a host at once, as when it is switched off. */
export async function endProcesses(hostId: string, world: Pick<World, 'state' | 'entropy'>): Promise<void> {
  for (const pid of await processesOf(markOf(world, hostId))) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

/** By the start of the variable's value: a mark without a host's id is that of all hosts. */
async function processesOf(mark: Record<string, string>): Promise<number[]> {
  const entry = Object.entries(mark).map(([name, value]) => `\0${name}=${value}`)[0] ?? ''
  const isAnyHost = entry.endsWith(':')
  const found: number[] = []
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue
    // Those of other accounts are not shown to us, nor are they ours.
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '')
    if (`\0${environment}`.includes(isAnyHost ? entry : `${entry}\0`)) found.push(Number(name))
  }
  return found
}

/** Of the client's half of a connection: the kernel lists both, as the one with IPv4 in IPv6, which Java makes. */
async function inodeOf(clientPort: number, serverPort: number): Promise<string | undefined> {
  const [client, server] = [clientPort, serverPort].map((port) => port.toString(16).toUpperCase().padStart(4, '0'))
  for (const table of ['tcp', 'tcp6']) {
    const lines = (await readFile(`/proc/self/net/${table}`, 'utf8').catch(() => '')).split('\n')
    const fields = lines.map((line) => line.trim().split(/\s+/)).find(([, local, remote]) => ends(local, client) && ends(remote, server))
    if (fields !== undefined) return fields[9]
  }
  return undefined
}

function ends(address: string | undefined, port: string | undefined): boolean {
  return address?.endsWith(`0100007F:${port}`) === true
}

async function holds(pid: number, inode: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const links = (await readdir(folder).catch(() => [])).map((name) => readlink(`${folder}/${name}`).catch(() => ''))
  return (await Promise.all(links)).includes(`socket:[${inode}]`)
}
