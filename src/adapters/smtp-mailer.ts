import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpMailer, SmtpServer } from '../ports/smtp.ts'
import { explainSmtpError, firstLine } from './smtp-refusals.ts'

/** A relay that takes longer is hung; the library's own limits go up to ten minutes. */
const limits = { connectionTimeout: 15_000, dnsTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }

/** One SMTP server, through nodemailer, which is loaded at the first call. Every failure becomes one of `notify.smtp_*`. */
export function createSmtpMailer(server: SmtpServer): SmtpMailer {
  return {
    async send({ from, to, raw }) {
      try {
        const envelope = { from, to: [...to], size: raw.byteLength, use8BitMime: true }
        const { response, rejected } = await converse(server, (connection) => hand(connection, envelope, Buffer.from(raw)))
        return { messageId: firstLine(response), refused: rejected }
      } catch (error) {
        throw explainSmtpError(error, server, { from, to, bytes: raw.byteLength })
      }
    },
    async verify() {
      try {
        await converse(server, async () => {})
      } catch (error) {
        throw explainSmtpError(error, server)
      }
    },
  }
}

/**
 * One conversation: connect, encrypt, log in, work, leave. The library's transport would send without the login where
 * the server does not offer one, so its connection is used.
 */
async function converse<Value>(server: SmtpServer, work: (connection: SMTPConnection) => Promise<Value>): Promise<Value> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const connection = new Connection(optionsFor(server))
  const broken = breaksOf(connection)
  try {
    await Promise.race([broken, callback((done) => connection.connect(done))])
    const { login } = server
    if (login !== undefined) await Promise.race([broken, logIn(connection, login)])
    const value = await Promise.race([broken, work(connection)])
    connection.quit()
    return value
  } catch (error) {
    connection.close()
    throw error
  }
}

function optionsFor({ host, port, tls }: SmtpServer): SMTPConnection.Options {
  return { host, port, ...limits, secure: tls === 'tls', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' }
}

/** Rejects when the connection fails or ends, whatever was waited for. */
function breaksOf(connection: SMTPConnection): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    connection.on('error', reject)
    connection.on('end', () => reject(new Error('the server closed the connection')))
  })
  broken.catch(() => {}) // after the work its end is no failure
  return broken
}

function logIn(connection: SMTPConnection, { user, password }: { user: string; password: string }): Promise<void> {
  return callback((done) => connection.login({ credentials: { user, pass: password } }, done))
}

function hand(connection: SMTPConnection, envelope: SMTPConnection.Envelope, raw: Buffer): Promise<SMTPConnection.SentMessageInfo> {
  return new Promise((resolve, reject) => {
    connection.send(envelope, raw, (error, info) => (error ? reject(error) : resolve(info)))
  })
}

function callback(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())))
}
