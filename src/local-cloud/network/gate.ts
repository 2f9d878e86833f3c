import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { World } from '../types.ts'
import { comesFromHost } from './host-processes.ts'

/** The one way to a server that listens on a Unix socket alone. */
export interface Gate {
  port: number
  /** From here on connections are led to this socket. */
  leadTo(socketPath: string): void
  close(): void
}

/**
 * Listens on 127.0.0.1 (on `port`, or a free one where that is taken) and lets the processes of hosts through. Anybody else's
 * connection stays without an answer, as behind a security group.
 */
export async function openGate(port: number | undefined, world: Pick<World, 'state' | 'entropy'>): Promise<Gate> {
  const sockets = new Set<Socket>()
  let target = ''
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
    track(client, sockets)
    comesFromHost(client, world)
      .then((isHost) => (isHost ? join(client, target, sockets) : client.resume()))
      .catch(() => client.destroy())
  })
  await listen(server, port ?? 0).catch(() => listen(server, 0))
  server.unref()
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (socketPath) => {
      target = socketPath
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

function join(client: Socket, socketPath: string, sockets: Set<Socket>): void {
  const server = connect(socketPath)
  track(server, sockets)
  server.once('close', () => client.destroy())
  client.once('close', () => server.end())
  client.pipe(server)
  server.pipe(client)
}

function track(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket)
  socket.unref()
  socket.on('error', () => socket.destroy())
  socket.once('close', () => sockets.delete(socket))
}
