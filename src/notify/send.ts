import type { ErrorCode } from '../errors.ts'
import { fail, isReplicaError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Files } from '../ports/files.ts'
import { parseAddress } from '../report/address.ts'
import type { Mail } from '../report/mail.ts'

export interface SendOptions {
  from: string
  to: readonly string[]
  /** Throws in place of returning when the mail was not taken. */
  requireDelivery: boolean
  /** Where the message is kept, whatever becomes of it: `.prod-replica/email.eml`. */
  outboxFile: string
}

/** What takes a mail: SES, or an SMTP server, which may take it for some recipients only and names the others. */
export interface Sender {
  send(message: { from: string; to: readonly string[]; raw: Uint8Array }): Promise<{ messageId: string; refused?: readonly string[] }>
}

export interface SendPorts {
  mailer: Sender
  files: Files
  clock: Clock
  emit: Emit
}

export interface Delivery {
  delivered: boolean
  messageId?: string
  /** Recipients for whom it was not taken, where it was for others. */
  refused?: readonly string[]
  /** Why it was not taken, with what to do about it. */
  reason?: string
}

/** Waits between the attempts. */
const waitsMs = [1_000, 4_000, 15_000]
const passing: readonly ErrorCode[] = [
  'notify.throttled',
  'cloud.throttled',
  'cloud.unreachable',
  'notify.smtp_busy',
  'notify.smtp_unreachable',
]

/**
 * Keeps the mail as a file, then sends it, again after a while where the refusal may pass. A mail that cannot be sent
 * is told by `mail.kept` and never hides the verdict. Throws `notify.not_delivered` with `requireDelivery` alone.
 */
export async function sendReport(mail: Pick<Mail, 'raw'>, options: SendOptions, ports: SendPorts): Promise<Delivery> {
  await ports.files.write(options.outboxFile, mail.raw)
  const delivery = await attemptDelivery(mail, options, ports)
  if (delivery.delivered) tellSent(delivery, options, ports)
  else ports.emit('mail.kept', { path: options.outboxFile, reason: delivery.reason ?? 'no reason was given' })
  if (!delivery.delivered && options.requireDelivery) {
    throw fail('notify.not_delivered', { path: options.outboxFile, reason: delivery.reason ?? 'no reason was given' })
  }
  return delivery
}

function tellSent({ messageId = '', refused = [] }: Delivery, { to }: SendOptions, { emit }: SendPorts): void {
  emit('mail.sent', { to: to.filter((address) => !refused.includes(parseAddress(address).address)), messageId })
  if (refused.length > 0) emit('mail.refused', { to: refused })
}

async function attemptDelivery(mail: Pick<Mail, 'raw'>, { from, to }: SendOptions, { mailer, clock }: SendPorts): Promise<Delivery> {
  if (to.length === 0) return { delivered: false, reason: 'replica.yml names nobody under notify.to' }
  for (const waitMs of [...waitsMs, undefined]) {
    try {
      return { delivered: true, ...(await mailer.send({ from, to, raw: mail.raw })) }
    } catch (error) {
      if (waitMs === undefined || !mayPass(error)) return { delivered: false, reason: reasonOf(error) }
      await clock.sleep(waitMs)
    }
  }
  return { delivered: false }
}

function mayPass(error: unknown): boolean {
  return passing.some((code) => isReplicaError(error, code))
}

function reasonOf(error: unknown): string {
  if (isReplicaError(error)) return `${error.message} ${error.text.remedy}`.trim()
  return error instanceof Error ? error.message : String(error)
}
