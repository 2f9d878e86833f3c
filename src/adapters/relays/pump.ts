import type { Socket } from 'node:net'
import type { RelayObserver } from '../../ports/relays.ts'

/** Joins two sockets. Bytes are passed on first and looked at then, while the other side works on them. */
export function pump(client: Socket, server: Socket, observer: RelayObserver, rest: Uint8Array): void {
  client.once('close', () => server.destroySoon())
  server.once('close', () => client.destroySoon())
  const up = (chunk: Uint8Array): void => {
    send(chunk, client, server)
    observer.fromClient(chunk)
  }
  if (rest.length > 0) up(rest)
  client.on('data', up)
  server.on('data', (chunk) => {
    send(chunk, server, client)
    observer.fromServer(chunk)
  })
  client.resume()
  server.resume()
}

/** Writes on, and holds the source back while the other side cannot take more. */
function send(chunk: Uint8Array, source: Socket, sink: Socket): void {
  if (sink.destroyed || sink.write(chunk)) return
  source.pause()
  sink.once('drain', () => source.resume())
}
