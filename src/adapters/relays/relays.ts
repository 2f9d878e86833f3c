import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { RelayHandle, RelayObserver, Relays, RelayTarget } from '../../ports/relays.ts'
import { once as onceOnly } from '../once.ts'
import { acceptClient } from './accept-client.ts'
import { pump } from './pump.ts'
import { openSession, passCancel } from './server-session.ts'
import { type Certificate, makeThrowawayCertificate } from './throwaway-certificate.ts'

/** TCP relays on loopback. Clients may ask for TLS, and get it with a certificate that is made for the occasion. */
export function createRelays(): Relays {
  const certificate = onceOnly(async () => makeThrowawayCertificate())
  return { open: (target, observe, listen = { host: '127.0.0.1', port: 0 }) => open({ target, observe, certificate }, listen) }
}

interface Relay {
  target: RelayTarget
  observe: () => RelayObserver
  certificate: () => Promise<Certificate>
}

async function open(relay: Relay, listen: { host: string; port: number }): Promise<RelayHandle> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    track(sockets, client)
    join(client, relay, sockets).catch(() => client.destroy())
  })
  server.listen(listen.port, listen.host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}

async function join(raw: Socket, { target, observe, certificate }: Relay, sockets: Set<Socket>): Promise<void> {
  const observer = observe()
  raw.on('error', () => raw.destroy())
  const accepted = await acceptClient(raw, observer, certificate)
  if (accepted === undefined) return
  const { client, request } = accepted
  if (request.next === 'cancel') return await passCancel(request.packet, target, client)
  const session = await openSession(request.packet, target, (socket) => track(sockets, socket))
  client.write(session.greeting)
  if (session.server === undefined) client.end()
  else pump(client, session.server, observer, request.rest)
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}
