import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
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

/** PEM texts. */
export interface Certificate {
  key: string
  cert: string
}

/** A real SMTP server on loopback, with a login only where `options` ask for one. */
export async function startRelay(options: SMTPServerOptions = {}): Promise<Relay> {
  const mails: TakenMail[] = []
  const server = new SMTPServer({
    ...(await makeCertificate()),
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

let made: Promise<Certificate> | undefined

/** A certificate for localhost that nobody has signed, one for the whole process. It is its own authority for who trusts `cert`. */
export function makeCertificate(): Promise<Certificate> {
  made ??= runOpenssl()
  return made
}

async function runOpenssl(): Promise<Certificate> {
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -keyout - -out -'.split(' ')
  const { stdout } = await promisify(execFile)('openssl', [...words, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'])
  const block = (name: string) => new RegExp(`-----BEGIN ${name}-----[\\s\\S]+?-----END ${name}-----\n`).exec(stdout)?.[0] ?? ''
  return { key: block('PRIVATE KEY'), cert: block('CERTIFICATE') }
}

/** An SMTP answer that refuses. */
export function refuse(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}
