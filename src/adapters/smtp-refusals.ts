import { fail, type ReplicaError } from '../errors.ts'
import type { SmtpServer } from '../ports/smtp.ts'

/** What nodemailer's connection throws. */
interface SmtpError extends Error {
  /** Its own: `EAUTH`, `ETLS`, `EENVELOPE`, `EMESSAGE`, … */
  code?: string
  /** Node's, where that is different. */
  originalCode?: string
  /** The server's answer, and the three digits that it begins with. */
  response?: string
  responseCode?: number
  /** What was answered: `MAIL FROM`, `RCPT TO`, `DATA`, … */
  command?: string
}

interface Sending {
  from: string
  to: readonly string[]
  bytes: number
}

/** A failure of one conversation with an SMTP server in plain words: one of `notify.smtp_*`. It holds no credential. */
export function explainSmtpError(error: unknown, { host, port }: SmtpServer, sending?: Sending): ReplicaError {
  const found = (error instanceof Error ? error : new Error(String(error))) as SmtpError
  const server = `${host}:${port}`
  if (found.responseCode === undefined) return explainSilence(found, server, sending)
  // The answer to a login may quote what it was given, so neither it nor the error that holds it is passed on.
  if (found.code === 'EAUTH')
    return isPassing(found) ? fail('notify.smtp_busy', refusal(found, server)) : fail('notify.smtp_login_refused', { server })
  return explainAnswer(found, server, sending)
}

function explainSilence(error: SmtpError, server: string, sending?: Sending): ReplicaError {
  const reason = firstLine(error.message)
  if (error.code === 'EAUTH') return fail('notify.smtp_login_refused', { server })
  if (error.code === 'EMESSAGE' && sending !== undefined) return fail('notify.smtp_too_large', { server, bytes: sending.bytes }, error)
  if (error.code === 'ETLS' || isAboutTls(error)) return fail('notify.smtp_tls_failed', { server, reason }, error)
  return fail('notify.smtp_unreachable', { server, reason }, error)
}

function explainAnswer(error: SmtpError, server: string, sending?: Sending): ReplicaError {
  const { answer } = refusal(error, server)
  if (error.code === 'ETLS') return fail('notify.smtp_tls_failed', { server, reason: answer }, error)
  if (error.responseCode === 530) return fail('notify.smtp_login_needed', { server, answer }, error)
  if (isPassing(error)) return fail('notify.smtp_busy', { server, answer }, error)
  if (sending === undefined) return fail('notify.smtp_refused', { server, answer }, error)
  const { from, to, bytes } = sending
  if (isTooLarge(error)) return fail('notify.smtp_too_large', { server, bytes }, error)
  if (error.command === 'MAIL FROM') return fail('notify.smtp_sender_refused', { server, from, answer }, error)
  if (error.command === 'RCPT TO') return fail('notify.smtp_recipients_refused', { server, to, answer }, error)
  return fail('notify.smtp_refused', { server, answer }, error)
}

function refusal({ response, message }: SmtpError, server: string): { server: string; answer: string } {
  return { server, answer: firstLine(response ?? message) }
}

/** 4xx: the same may be taken later. */
function isPassing({ responseCode = 0 }: SmtpError): boolean {
  return responseCode >= 400 && responseCode < 500
}

/** 552 about a recipient is a mailbox that is full. */
function isTooLarge({ responseCode, response = '', command }: SmtpError): boolean {
  return command !== 'RCPT TO' && (responseCode === 552 || /^5\d\d[ -]5\.3\.4\b/.test(response))
}

function isAboutTls({ originalCode = '', message }: SmtpError): boolean {
  return /CERT|SIGNED|UNABLE_TO|^ERR_TLS|^ERR_SSL|^EPROTO$/.test(originalCode) || /certificate/i.test(message)
}

/** The first line of a server's text that shows as one line, without the full stop at its end. */
export function firstLine(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? ''
  return line
    .replace(/[\p{Control}\p{Bidi_Control}\u2028\u2029]/gu, ' ')
    .slice(0, 200)
    .replace(/[.\s]+$/, '')
}
