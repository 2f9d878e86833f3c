export interface Message {
  type: string
  body: Buffer
  whole: Buffer
}

/** One message of the PostgreSQL protocol at the start of some bytes; undefined until all of it is there. */
export function takeMessage(bytes: Buffer): Message | undefined {
  if (bytes.length < 5) return undefined
  const length = 1 + bytes.readInt32BE(1)
  if (length < 5) throw new Error('this is not the protocol of PostgreSQL')
  if (bytes.length < length) return undefined
  return { type: String.fromCharCode(bytes[0] ?? 0), body: bytes.subarray(5, length), whole: bytes.subarray(0, length) }
}

/** A message of the client's, with its length. */
export function createMessage(type: string, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** An error as a server sends it before it ends a connection. */
export function createFailure(sqlState: string, message: string): Buffer {
  return createMessage('E', `SFATAL\0VFATAL\0C${sqlState}\0M${message}\0\0`)
}
