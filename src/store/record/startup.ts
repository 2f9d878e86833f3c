import { readBody } from './body.ts'

const sslRequest = 80877103
const gssRequest = 80877104
const cancelRequest = 80877102
const longestStartup = 64 * 1024

/** What to do with the bytes that a client sent before its session began. */
export interface StartupStep {
  forward: Uint8Array
  reply?: Uint8Array
  /** Bytes of the session itself, behind the startup message; undefined while the startup goes on. */
  rest?: Uint8Array
}

/**
 * The beginning of a connection. Encryption requests are answered with N (we are on loopback), and the startup message
 * is sent on with the clone's name in place of the database that the client asked for: a script that names production's
 * database reaches its clone.
 */
export function createStartup(database: string): (chunk: Uint8Array) => StartupStep {
  let held: Uint8Array = new Uint8Array(0)
  return (chunk) => {
    const { packet, rest, refused } = takeStartup(join(held, chunk))
    held = rest
    const reply = refused === 0 ? {} : { reply: new Uint8Array(refused).fill(0x4e) }
    if (packet === undefined) return { forward: new Uint8Array(0), ...reply }
    const forward = readCode(packet) === cancelRequest ? packet : redirect(packet, database)
    return { forward, rest, ...reply }
  }
}

/** The first packet that is no request for encryption, and how many of those came before it. */
function takeStartup(bytes: Uint8Array): { packet: Uint8Array | undefined; rest: Uint8Array; refused: number } {
  let rest = bytes
  for (let refused = 0; ; refused += 1) {
    const packet = takePacket(rest)
    if (packet === undefined) return { packet, rest, refused }
    rest = rest.slice(packet.length)
    const code = readCode(packet)
    if (code !== sslRequest && code !== gssRequest) return { packet, rest, refused }
  }
}

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

function redirect(packet: Uint8Array, database: string): Uint8Array {
  const code = readCode(packet)
  if (code >> 16 !== protocol3) return packet
  const reader = readBody(packet)
  reader.skip(8)
  const fields: string[] = []
  for (let name = reader.string(); name !== ''; name = reader.string()) {
    const value = reader.string()
    if (name !== 'database') fields.push(name, value)
  }
  const body = new TextEncoder().encode(`${[...fields, 'database', database].join('\0')}\0\0`)
  const message = new Uint8Array(8 + body.length)
  const view = new DataView(message.buffer)
  view.setUint32(0, message.length)
  view.setUint32(4, code)
  message.set(body, 8)
  return message
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}
