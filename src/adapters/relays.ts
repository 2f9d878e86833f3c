import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer, connect as tcpConnect } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { RelayHandle, RelayObserver, Relays } from '../ports/relays.ts'

type RelayTarget = Parameters<Relays['open']>[0]

/** TCP relays on 127.0.0.1. With `tls: 'require'` the server's half is encrypted by PostgreSQL's own upgrade. */
export function createRelays(): Relays {
  return { open }
}

async function open(target: RelayTarget, observe: () => RelayObserver): Promise<RelayHandle> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    track(sockets, client)
    join(client, target, observe(), sockets).catch(() => client.destroy())
  })
  server.listen(0, '127.0.0.1')
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

async function join(client: Socket, target: RelayTarget, observer: RelayObserver, sockets: Set<Socket>): Promise<void> {
  client.pause()
  client.on('error', () => client.destroy())
  client.once('close', () => observer.closed())
  const server = await reach(target)
  track(sockets, server)
  server.on('error', () => client.destroy())
  server.once('close', () => client.end())
  client.once('close', () => server.end())
  client.on('data', (chunk) => passUp(client, server, observer, chunk))
  server.on('data', (chunk) => passDown(server, client, observer, chunk))
  client.resume()
}

function passUp(client: Socket, server: Socket, observer: RelayObserver, chunk: Uint8Array): void {
  const { forward, reply } = observer.fromClient(chunk)
  if (reply !== undefined) client.write(reply)
  if (forward.length > 0) send(forward, client, server)
}

function passDown(server: Socket, client: Socket, observer: RelayObserver, chunk: Uint8Array): void {
  observer.fromServer(chunk)
  send(chunk, server, client)
}

/** Writes on, and holds the source back while the other side cannot take more. */
function send(chunk: Uint8Array, source: Socket, sink: Socket): void {
  if (sink.destroyed || sink.write(chunk)) return
  source.pause()
  sink.once('drain', () => source.resume())
}

function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}

async function reach(target: RelayTarget): Promise<Socket> {
  const plain = tcpConnect({ host: target.host, port: target.port, noDelay: true })
  await once(plain, 'connect')
  if (target.tls === 'disable') return plain
  plain.write(sslRequest)
  const [answer] = (await once(plain, 'data')) as [Buffer]
  if (answer[0] !== 'S'.charCodeAt(0)) {
    plain.destroy()
    throw new Error('the server offers no TLS')
  }
  const secure = tlsConnect({ socket: plain, rejectUnauthorized: false })
  await once(secure, 'secureConnect')
  return secure
}

/** Length 8, code 80877103. */
const sslRequest = Uint8Array.from([0, 0, 0, 8, 4, 210, 22, 47])
