import type { ReplicaError } from '../errors.ts'
import { fail } from '../errors.ts'

/** What SES answered in place of a message id. */
export interface SesRefusal {
  /** `MessageRejected`, `Throttling`, … */
  code: string
  message: string
}

/**
 * SES's refusal of one message in plain words: one of `notify.unverified`, `notify.sandboxed`, `notify.sending_paused`,
 * `notify.suspended`, `notify.mail_from_unverified`, `notify.throttled`, `notify.quota_used_up` and `notify.refused`.
 * Undefined where the refusal is none of SES's own: credentials, permissions, the network.
 */
export function explainRefusal(refusal: SesRefusal, mail: { from: string; region: string }, cause?: unknown): ReplicaError | undefined {
  const { code, message } = refusal
  const { region, from } = mail
  if (/not verified/i.test(message) && code === 'MessageRejected') return explainUnverified(message, mail, cause)
  if (/MailFromDomainNotVerified/.test(code)) return fail('notify.mail_from_unverified', { from }, cause)
  if (/SendingPaused/.test(code) || /sending paused/i.test(message)) return fail('notify.sending_paused', { region }, cause)
  if (/AccountSuspended/.test(code) || /sending suspended/i.test(message)) return fail('notify.suspended', { region }, cause)
  if (/quota exceeded|LimitExceeded/i.test(`${message} ${code}`)) return fail('notify.quota_used_up', { region }, cause)
  if (/Throttling|TooManyRequests/.test(code)) return fail('notify.throttled', { region }, cause)
  if (sesCodes.has(code)) return fail('notify.refused', { code, reason: message.split('\n', 1)[0]?.replace(/\.+$/, '') ?? code }, cause)
  return undefined
}

const sesCodes = new Set([
  'MessageRejected',
  'InvalidParameterValue',
  'ConfigurationSetDoesNotExist',
  'ConfigurationSetDoesNotExistException',
])

/**
 * "Email address is not verified. The following identities failed the check in region US-EAST-1: a@b, c@d". A verified
 * sender whose recipients fail the check is what the sandbox looks like from outside.
 */
function explainUnverified(message: string, { from, region }: { from: string; region: string }, cause: unknown): ReplicaError {
  const listed = /in region \S+: (.+)$/im.exec(message)?.[1] ?? ''
  const identities = listed
    .split(/,\s*/)
    .map((identity) => identity.trim())
    .filter((identity) => identity !== '')
  const sender = addressOf(from)
  const recipients = identities.filter((identity) => addressOf(identity) !== sender)
  const named = identities.length === 0 ? [from] : identities
  return recipients.length > 0 && recipients.length === identities.length
    ? fail('notify.sandboxed', { identities: recipients, region }, cause)
    : fail('notify.unverified', { identities: named, region }, cause)
}

function addressOf(text: string): string {
  return (/<([^<>]*)>/.exec(text)?.[1] ?? text).trim().toLowerCase()
}
