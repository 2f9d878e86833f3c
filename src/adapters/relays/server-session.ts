import { once } from 'node:events'
import { type Socket, connect as tcpConnect } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { RelayTarget } from '../../ports/relays.ts'
import { nextChunk } from './accept-client.ts'
import { answerAuthentication, type SaslSession } from './authentication.ts'
import { createFailure, type Message, takeMessage } from './messages.ts'

/** A session on the server, or, where there is none, what the client is told instead. */
export interface ServerSession {
  server: Socket | undefined
  greeting: Uint8Array
}

/**
 * Begins a session with a startup packet and proves to the server who we are; the client is never asked. `greeting` is all
 * that the server says from "you are let in" on, or its refusal. It throws only where the server speaks no PostgreSQL.
 */
export async function openSession(startup: Uint8Array, target: RelayTarget, track: (socket: Socket) => void): Promise<ServerSession> {
  const server = await reach(target).catch((error: Error) => error)
  if (server instanceof Error)
    return { server: undefined, greeting: createFailure('08001', `the store does not answer: ${server.message}`) }
  track(server)
  server.on('error', () => server.destroy())
  server.write(startup)
  const greeting = await authenticate(server, target)
  return greeting.isLetIn ? { server, greeting: greeting.bytes } : { server: undefined, greeting: greeting.bytes }
}

/** Passes a cancel request on, over a connection of its own. The server answers by ending it. */
export async function passCancel(packet: Uint8Array, target: RelayTarget, client: Socket): Promise<void> {
  const server = await reach(target)
  server.on('error', () => server.destroy())
  server.write(packet)
  await nextChunk(server)
  server.destroy()
  client.end()
}

async function authenticate(server: Socket, target: RelayTarget): Promise<{ isLetIn: boolean; bytes: Uint8Array }> {
  // Notices and the version of the protocol come before the server asks who we are.
  const before: Uint8Array[] = []
  const session: SaslSession = {}
  for (let held: Buffer = Buffer.alloc(0); ; ) {
    const next = await readMessage(server, held)
    if (next === undefined) return { isLetIn: false, bytes: createFailure('08006', 'the store ended the connection') }
    const { type, body, whole } = next.message
    const isLetIn = type === 'R' && body.readInt32BE(0) === 0
    if (isLetIn || type === 'E') return { isLetIn, bytes: Buffer.concat([...before, whole, next.rest]) }
    if (type === 'R') await answer(server, body, target, session)
    else before.push(whole)
    held = next.rest
  }
}

async function readMessage(server: Socket, start: Buffer): Promise<{ message: Message; rest: Buffer } | undefined> {
  for (let held: Buffer = start; ; ) {
    const message = takeMessage(held)
    if (message !== undefined) return { message, rest: held.subarray(message.whole.length) }
    const chunk = await nextChunk(server)
    if (chunk === undefined) return undefined
    held = Buffer.concat([held, chunk])
  }
}

async function answer(server: Socket, question: Buffer, target: RelayTarget, session: SaslSession): Promise<void> {
  const words = await answerAuthentication(question, target, session)
  if (words !== undefined) server.write(words)
}

async function reach(target: RelayTarget): Promise<Socket> {
  const plain = tcpConnect({ host: target.host, port: target.port, noDelay: true })
  await once(plain, 'connect')
  if (target.tls === 'disable') return plain
  plain.write(sslRequest)
  const answer = await nextChunk(plain)
  if (answer?.[0] !== 'S'.charCodeAt(0)) {
    plain.destroy()
    throw new Error('it offers no TLS')
  }
  const secure = tlsConnect({ socket: plain, rejectUnauthorized: false, ALPNProtocols: ['postgresql'] })
  await once(secure, 'secureConnect')
  return secure
}

/** Length 8, code 80877103. */
const sslRequest = Uint8Array.from([0, 0, 0, 8, 4, 210, 22, 47])
