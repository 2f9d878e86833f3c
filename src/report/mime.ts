import { createHash } from 'node:crypto'
import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs'
import { encode, wrap } from 'nodemailer/lib/qp'
import { parseAddress } from './address.ts'
import { cleanLine } from './clean.ts'

export interface Message {
  from: string
  to: readonly string[]
  threadId: string
  messageId: string
  /** ISO 8601. */
  date: string
  subject: string
  text: string
  html: string
  attachment?: { name: string; type: string; content: string }
}

const newline = '\r\n'

/**
 * A message as RFC 5322 and MIME have it: text first, then HTML, then the attachment. The composer of nodemailer is a
 * stream with a clock and dice inside, so only its encoders are used: the same message always gives the same bytes.
 * No value can add a header: each is stripped of control characters, encoded and folded. Throws `notify.bad_address`.
 */
export function formatMessage(message: Message): Uint8Array {
  const seed = digest(`${message.messageId}\n${message.date}`)
  const bodies = formatMultipart('alternative', `=_alternative_${seed}`, [
    formatTextPart('text/plain', message.text),
    formatTextPart('text/html', message.html),
  ])
  const { attachment } = message
  const content = attachment === undefined ? bodies : formatMultipart('mixed', `=_mixed_${seed}`, [bodies, formatAttachment(attachment)])
  return Buffer.from([...formatHeaders(message), content].join(newline), 'latin1')
}

function formatHeaders(message: Message): string[] {
  const from = parseAddress(message.from)
  const to = message.to.map((address) => formatAddress(parseAddress(address)))
  const domain = from.address.split('@').at(-1) ?? 'localhost'
  const thread = `<thread.${digest(message.threadId)}@${domain}>`
  return [
    formatHeader('From', formatAddress(from)),
    formatHeader('To', to.length === 0 ? 'undisclosed-recipients:;' : to.join(', ')),
    formatHeader('Subject', encodeSubject(message.subject)),
    formatHeader('Date', new Date(message.date).toUTCString().replace('GMT', '+0000')),
    formatHeader('Message-ID', `<${localPart(message.messageId)}@${domain}>`),
    // SES puts a Message-ID of its own in place of ours, so every mail of a branch answers a root that is never sent.
    formatHeader('In-Reply-To', thread),
    formatHeader('References', thread),
    formatHeader('List-Id', `${encodeText(message.threadId)} <${digest(message.threadId)}.prod-replica.${domain}>`),
    formatHeader('Auto-Submitted', 'auto-generated'),
    formatHeader('X-Auto-Response-Suppress', 'All'),
    formatHeader('MIME-Version', '1.0'),
  ]
}

function formatAddress({ name, address }: { name: string; address: string }): string {
  return name === '' ? address : `${encodeText(name)} <${address}>`
}

function formatHeader(name: string, value: string): string {
  return foldLines(`${name}: ${cleanLine(value, 10_000)}`, 76)
}

/** A subject is free text: only what is not ASCII, or looks encoded already, must be encoded. */
function encodeSubject(subject: string): string {
  const line = cleanLine(subject)
  return /^[ -~]*$/.test(line) && !line.includes('=?') ? line : encodeWord(line, 'B', 60)
}

/** Plain words as they are; anything that a reader could take for syntax as RFC 2047 encoded words. */
function encodeText(text: string): string {
  const line = cleanLine(text)
  return /^[\w .:/#()[\]+-]*$/.test(line) && !line.includes('=?') ? line : encodeWord(line, 'B', 60)
}

/** What a Message-ID takes before the `@`; anything else is told by its digest. */
function localPart(id: string): string {
  const [local = ''] = id.replace(/^</, '').split('@')
  return /^[A-Za-z0-9._-]{1,100}$/.test(local) && !/^\.|\.\.|\.$/.test(local) ? local : digest(id)
}

function formatMultipart(kind: 'alternative' | 'mixed', boundary: string, parts: readonly string[]): string {
  const head = `Content-Type: multipart/${kind};${newline} boundary="${boundary}"${newline}`
  return [head, ...parts.map((part) => `--${boundary}${newline}${part}`), `--${boundary}--`, ''].join(newline)
}

function formatTextPart(type: string, text: string): string {
  const body = wrap(encode(text.replace(/\r?\n/g, newline)), 76)
  return [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: quoted-printable', '', body].join(newline)
}

function formatAttachment({ name, type, content }: { name: string; type: string; content: string }): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  return [
    `Content-Type: ${type}; charset=utf-8; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    ...lines,
  ].join(newline)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
