import { createHash } from 'node:crypto'
import type { SaslExchange } from 'pg/lib/crypto/sasl.js'
import { createMessage } from './messages.ts'

/** What one exchange of SCRAM remembers from message to message. */
export interface SaslSession {
  exchange?: SaslExchange
}

/**
 * The answer to what a server asks to know who we are: password, MD5 or SCRAM-SHA-256; undefined where it asks for none.
 * Throws for other methods, and where the server cannot prove that it knows the password itself.
 */
export async function answerAuthentication(
  body: Buffer,
  { user, password }: { user: string; password: string },
  session: SaslSession,
): Promise<Buffer | undefined> {
  const data = body.subarray(4)
  switch (body.readInt32BE(0)) {
    case 3:
      return createMessage('p', `${password}\0`)
    case 5:
      return createMessage('p', `md5${md5(md5(password + user), data.subarray(0, 4))}\0`)
    case 10:
      return await beginScram(data, session)
    case 11:
      return await continueScram(data, password, session)
    case 12:
      await endScram(data, session)
      return undefined
    default:
      throw new Error(`the store asks for a way to prove who we are that is not known here: ${body.readInt32BE(0)}`)
  }
}

async function beginScram(data: Buffer, session: SaslSession): Promise<Buffer> {
  const { default: sasl } = await import('pg/lib/crypto/sasl.js')
  const mechanisms = data
    .toString()
    .split('\0')
    .filter((name) => name !== '')
  const exchange = sasl.startSession(mechanisms)
  session.exchange = exchange
  const length = Buffer.alloc(4)
  length.writeInt32BE(Buffer.byteLength(exchange.response))
  return createMessage('p', `${exchange.mechanism}\0`, length, exchange.response)
}

async function continueScram(data: Buffer, password: string, session: SaslSession): Promise<Buffer> {
  const { default: sasl } = await import('pg/lib/crypto/sasl.js')
  const exchange = begun(session)
  await sasl.continueSession(exchange, password, data.toString())
  return createMessage('p', exchange.response)
}

async function endScram(data: Buffer, session: SaslSession): Promise<void> {
  const { default: sasl } = await import('pg/lib/crypto/sasl.js')
  sasl.finalizeSession(begun(session), data.toString())
}

function begun({ exchange }: SaslSession): SaslExchange {
  if (exchange === undefined) throw new Error('the store goes on with what it has not begun')
  return exchange
}

function md5(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
