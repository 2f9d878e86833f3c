import { cleanLine, cleanText, shorten } from './clean.ts'
import { abridge, lengths } from './mail-abridge.ts'
import { formatMailHtml } from './mail-html.ts'
import { formatMessage } from './mime.ts'
import { formatTerminal } from './terminal.ts'
import type { Summary } from './types.ts'
import { formatStatus } from './words.ts'

export interface MailOptions {
  /** `name <address>`, or an address alone. */
  from: string
  to: readonly string[]
  /** What mails are threaded under: the same for every run of one branch. */
  threadId: string
  /** Unique to this mail; what stands after an `@` is replaced by the sender's domain. */
  messageId: string
  /** ISO 8601. */
  date: string
  /** The whole report.html, attached where it is small enough. */
  attachHtml?: string
}

export interface Mail {
  subject: string
  /** The whole message, as SES and SMTP take it. */
  raw: Uint8Array
  html: string
  text: string
}

/** Gmail clips a message above 102 KB; both texts, encoded, stay below this together. */
const bodyLimit = 95_000
const attachmentLimit = 1_000_000
const subjectLimit = 150

/**
 * The mail that tells a summary: text and HTML, and the report as an attachment. It is the same for the same input.
 * Whatever the verdict holds, the two texts stay under 100 KB and say what was cut. Throws `notify.bad_address`.
 */
export function formatMail(summary: Summary, options: MailOptions): Mail {
  const subject = formatSubject(summary)
  const attached = options.attachHtml !== undefined && options.attachHtml.length <= attachmentLimit
  const { html, text } = formatBodies(summary, attached)
  const attachment = attached ? { name: 'report.html', type: 'text/html', content: options.attachHtml ?? '' } : undefined
  const raw = formatMessage({ ...options, subject, text, html, ...(attachment === undefined ? {} : { attachment }) })
  return { subject, raw, html, text }
}

/** `[prod-replica] BROKEN: 2 of 7 pipelines, rename ela.test_score (#123 abc1234)` */
function formatSubject({ status, gist, run }: Summary): string {
  const marks = [run.number, run.candidate].filter((mark) => mark !== undefined).join(' ')
  const tail = marks === '' ? '' : ` (${marks})`
  const head = `[prod-replica] ${formatStatus(status)}: ${gist}`
  return cleanLine(shorten(head, subjectLimit - tail.length) + tail, subjectLimit)
}

/** Both bodies, from the longest form of the summary that fits. */
function formatBodies(summary: Summary, attached: boolean): { html: string; text: string } {
  for (const length of lengths) {
    const { summary: shown, cut } = abridge(summary, length)
    const notes = [
      ...cut,
      attached ? 'The full report is attached.' : `The full report is ${summary.reportPath} among the results of the run.`,
    ]
    const html = formatMailHtml(shown, notes)
    const text = cleanText(`${formatTerminal(shown, { colour: false, columns: 76 })}\n${notes.join('\n')}\n`)
    if (encodedLength(html) + encodedLength(text) <= bodyLimit) return { html, text }
  }
  const text = `${summary.sentence}\n\n${summary.cleanup.sentence}\n`
  return { html: formatMailHtml({ ...summary, ...emptied }, []), text }
}

const emptied = { changes: [], outputs: [], failures: [], notTested: [], pipelines: [], checks: [], masked: [] }

/** Bytes that a text takes at most in quoted-printable. */
function encodedLength(text: string): number {
  const special = text.match(/[^\t\n\r -<>-~]/gu) ?? []
  const bytes = special.reduce((sum, character) => sum + 3 * Buffer.byteLength(character), 0)
  const plain = text.length - special.reduce((sum, character) => sum + character.length, 0)
  return Math.ceil((plain + bytes) * 1.05) + 3 * text.split('\n').length
}
