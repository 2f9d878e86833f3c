import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { OpeningStep, RelayObserver } from '../../ports/relays.ts'
import type { Certificate } from './throwaway-certificate.ts'

export interface AcceptedClient {
  client: Socket
  request: Extract<OpeningStep, { next: 'begin' | 'cancel' }>
}

/** Talks with a client until it says what it wants; encrypted, where it asks for that. Undefined when it leaves before. */
export async function acceptClient(
  raw: Socket,
  observer: RelayObserver,
  certificate: () => Promise<Certificate>,
): Promise<AcceptedClient | undefined> {
  let client: Socket = raw
  for (let chunk = await nextChunk(client); chunk !== undefined; chunk = await nextChunk(client)) {
    const step = observer.opening(chunk)
    if (step.next === 'begin' || step.next === 'cancel') return { client, request: step }
    if (step.reply !== undefined) client.write(step.reply)
    if (step.next === 'encrypt') client = encrypt(raw, step.rest, await certificate())
  }
  // Some look at the certificate while they shake hands, some when they have.
  if (client !== raw) observer.distrusted()
  return undefined
}

/** What comes next on a socket that is read by nobody; undefined at its end. */
export async function nextChunk(socket: Socket): Promise<Buffer | undefined> {
  if (socket.destroyed) return undefined
  return await new Promise((resolve) => {
    const settle = (chunk: Buffer | undefined): void => {
      socket.off('data', onData).off('close', onEnd).off('end', onEnd)
      socket.pause()
      resolve(chunk)
    }
    const onData = (chunk: Buffer): void => settle(chunk)
    const onEnd = (): void => settle(undefined)
    socket.on('data', onData).on('close', onEnd).on('end', onEnd).resume()
  })
}

function encrypt(raw: Socket, rest: Uint8Array, certificate: Certificate): Socket {
  if (rest.length > 0) raw.unshift(rest)
  const secure = new TLSSocket(raw, { isServer: true, ALPNProtocols: ['postgresql'], ...certificate })
  secure.setNoDelay(true)
  secure.on('error', () => secure.destroy())
  return secure
}
