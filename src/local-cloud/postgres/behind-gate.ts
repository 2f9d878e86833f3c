import { createHash } from 'node:crypto'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openGate } from '../network/gate.ts'
import type { World } from '../types.ts'
import { giveTo } from './account.ts'
import type { Installation } from './installation.ts'
import { type Postmaster, startPostmaster } from './postmaster.ts'

/**
 * Starts a server that no port leads to: it listens on a Unix socket, and the port that it is known by is a gate's, which lets
 * hosts through. Throws as `startPostmaster` does.
 */
export async function startBehindGate(
  installation: Installation,
  server: { id: string; folder: string },
  options: { port?: number; parameters: readonly string[] },
  world: Pick<World, 'state' | 'entropy'>,
): Promise<Postmaster & { socket: string }> {
  const socket = await makeSocketFolder(installation, server.folder)
  const gate = await openGate(options.port, world)
  try {
    const apart = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${socket}`]
    const postmaster = await startPostmaster(installation, server, { port: gate.port, parameters: [...options.parameters, ...apart] })
    gate.leadTo(join(socket, `.s.PGSQL.${postmaster.port}`))
    const stop: Postmaster['stop'] = async (how) => {
      gate.close()
      await postmaster.stop(how)
      await rm(socket, { recursive: true, force: true })
    }
    return { port: gate.port, socket, stop }
  } catch (error) {
    gate.close()
    throw error
  }
}

/** A socket's path has 107 characters at most: the server's own folder may lie too deep. */
async function makeSocketFolder({ safeFolder, account }: Installation, folder: string): Promise<string> {
  const socket = join(safeFolder, `socket-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  await rm(socket, { recursive: true, force: true })
  await mkdir(socket, { mode: 0o700 })
  await chmod(socket, 0o700)
  await giveTo(account, socket)
  return socket
}
