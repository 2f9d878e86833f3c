import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail that a relay has taken: its envelope, and the message as it came. */
export interface TakenMail {
  from: string
  to: string[]
  user?: string
  isEncrypted: boolean
  raw: Buffer
}

export interface Relay {
  readonly port: number
  readonly mails: TakenMail[]
  stop(): Promise<void>
}

/** A real SMTP server on loopback, with a login only where `options` ask for one. */
export async function startRelay(options: SMTPServerOptions = {}): Promise<Relay> {
  const mails: TakenMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData(stream, { envelope, user, secure }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const taken = { from, to: envelope.rcptTo.map(({ address }) => address), isEncrypted: secure, raw: Buffer.concat(chunks) }
        mails.push({ ...taken, ...(user === undefined ? {} : { user }) })
        done(null, 'queued as 4711')
      })
    },
    ...options,
  })
  server.on('error', () => {}) // a client that does not trust the certificate hangs up
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return { port, mails, stop: () => new Promise((resolve) => server.close(resolve)) }
}

/** A certificate for localhost that nobody has signed. `file` can be trusted by NODE_EXTRA_CA_CERTS. */
export async function makeCertificate(folder: string): Promise<{ keyFile: string; file: string }> {
  const [keyFile, file] = [join(folder, 'relay-key.pem'), join(folder, 'relay.pem')]
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(' ')
  await promisify(execFile)('openssl', [...words, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', keyFile, '-out', file])
  return { keyFile, file }
}

/** An SMTP answer that refuses. */
export function refuse(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}
