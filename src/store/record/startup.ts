import type { OpeningStep } from '../../ports/relays.ts'
import { readBody } from './body.ts'
import { joinBytes } from './bytes.ts'

/** As whom, and where, the session really begins, whatever the client asks for. */
export interface Redirection {
  user: string
  database: string
}

const sslRequest = 80877103
const gssRequest = 80877104
const cancelRequest = 80877102
const longestStartup = 64 * 1024
const tlsHandshake = 0x16

/**
 * The beginning of a connection. A client that asks for TLS gets it; Kerberos is declined. The startup message is sent on
 * with the clone's name and our user in place of those that the client names: a script that has production's database, user
 * and password written into it reaches its clone.
 */
export function createStartup(redirection: Redirection): (chunk: Uint8Array) => OpeningStep {
  let held: Uint8Array = new Uint8Array(0)
  return (chunk) => {
    const step = readOpening(joinBytes([held, chunk]), redirection)
    held = step.held
    return step.step
  }
}

function readOpening(bytes: Uint8Array, redirection: Redirection): { step: OpeningStep; held: Uint8Array } {
  const nothing = new Uint8Array(0)
  // PostgreSQL 17's direct negotiation: the client begins with TLS itself.
  if (bytes[0] === tlsHandshake) return { step: { next: 'encrypt', rest: bytes }, held: nothing }
  const packet = takePacket(bytes)
  if (packet === undefined) return { step: { next: 'wait' }, held: bytes }
  const rest = bytes.slice(packet.length)
  switch (readCode(packet)) {
    case sslRequest:
      return { step: { next: 'encrypt', reply: letter('S'), rest }, held: nothing }
    case gssRequest:
      return declineKerberos(readOpening(rest, redirection))
    case cancelRequest:
      return { step: { next: 'cancel', packet }, held: nothing }
    default:
      return { step: { next: 'begin', packet: redirect(packet, redirection), rest }, held: nothing }
  }
}

function declineKerberos(next: { step: OpeningStep; held: Uint8Array }): { step: OpeningStep; held: Uint8Array } {
  const { step } = next
  if (step.next === 'cancel' || step.next === 'begin') return next
  return { ...next, step: { ...step, reply: joinBytes([letter('N'), step.reply ?? new Uint8Array(0)]) } }
}

const letter = (text: string): Uint8Array => Uint8Array.of(text.charCodeAt(0))

function takePacket(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 8) return undefined
  const length = readBody(bytes).uint32()
  // Not this protocol: the server will say so.
  if (length < 8 || length > longestStartup) return bytes
  return bytes.length < length ? undefined : bytes.slice(0, length)
}

function readCode(packet: Uint8Array): number {
  const reader = readBody(packet)
  reader.skip(4)
  return reader.uint32()
}

const protocol3 = 3

function redirect(packet: Uint8Array, { user, database }: Redirection): Uint8Array {
  const code = readCode(packet)
  if (code >> 16 !== protocol3) return packet
  const reader = readBody(packet)
  reader.skip(8)
  const fields: string[] = []
  for (let name = reader.string(); name !== ''; name = reader.string()) {
    const value = reader.string()
    if (name !== 'database' && name !== 'user') fields.push(name, value)
  }
  const body = new TextEncoder().encode(`${[...fields, 'user', user, 'database', database].join('\0')}\0\0`)
  const message = new Uint8Array(8 + body.length)
  const view = new DataView(message.buffer)
  view.setUint32(0, message.length)
  view.setUint32(4, code)
  message.set(body, 8)
  return message
}
