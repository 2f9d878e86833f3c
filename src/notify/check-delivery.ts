import type { ReplicaError } from '../errors.ts'
import { fail, isReplicaError } from '../errors.ts'
import type { Mailer, SendingAccount } from '../ports/cloud.ts'
import type { SmtpMailer } from '../ports/smtp.ts'
import { parseAddress } from '../report/address.ts'
import type { Spec } from '../spec/types.ts'

/** SES asks about no more identities at once. */
const mostIdentities = 100

/**
 * What would keep the verdict's mail from arriving, known before a replica is paid for: the sender and, in the
 * sandbox, the recipients that are not verified, sending that is paused, a quota that is used up. Empty where nothing
 * does, or where replica.yml names nobody to mail to. It sends nothing, and answers what it cannot find out as an error.
 */
export async function checkDelivery({ from, to }: Spec['notify'], mailer: Pick<Mailer, 'look'>): Promise<ReplicaError[]> {
  if (from === undefined || to.length === 0) return []
  try {
    const sender = parseAddress(from).address
    const recipients = to.map((address) => parseAddress(address).address)
    const identities = [...new Set([sender, ...recipients].flatMap(identitiesOf))].slice(0, mostIdentities)
    return judgeAccount(await mailer.look(identities), sender, recipients)
  } catch (error) {
    if (isReplicaError(error)) return [error]
    throw error
  }
}

/** The same for an SMTP server: whether it can be reached and encrypts, and takes the login. It sends nothing. */
export async function checkSmtpDelivery({ from, to }: Spec['notify'], mailer: Pick<SmtpMailer, 'verify'>): Promise<ReplicaError[]> {
  if (from === undefined || to.length === 0) return []
  try {
    for (const address of [from, ...to]) parseAddress(address)
    await mailer.verify()
    return []
  } catch (error) {
    if (isReplicaError(error)) return [error]
    throw error
  }
}

function judgeAccount(account: SendingAccount, sender: string, recipients: readonly string[]): ReplicaError[] {
  const { region } = account
  const isUnknown = (address: string) => !identitiesOf(address).some((identity) => account.verified.includes(identity))
  const strangers = isSandboxed(account) ? recipients.filter(isUnknown) : []
  return [
    ...(account.isEnabled ? [] : [fail('notify.sending_paused', { region })]),
    ...(isUnknown(sender) ? [fail('notify.unverified', { identities: [sender], region })] : []),
    ...(strangers.length === 0 ? [] : [fail('notify.sandboxed', { identities: strangers, region })]),
    ...(isUsedUp(account, recipients.length) ? [fail('notify.quota_used_up', { region })] : []),
  ]
}

/** SES (API version 1) does not say so: what tells is the quota that every sandbox has. */
function isSandboxed({ mailsPerDay, mailsPerSecond }: SendingAccount): boolean {
  return mailsPerDay === 200 && mailsPerSecond <= 1
}

/** A mail counts once for each recipient. */
function isUsedUp({ mailsPerDay, sentToday }: SendingAccount, recipients: number): boolean {
  return mailsPerDay >= 0 && sentToday + recipients > mailsPerDay
}

/** What may be verified in an address's place: itself, itself without a `+label`, its domain, and the domains above. */
function identitiesOf(address: string): string[] {
  const [local = '', domain = ''] = address.toLowerCase().split('@')
  const labels = domain.split('.')
  const domains = labels.map((_, index) => labels.slice(index).join('.')).filter((name) => name.includes('.'))
  return [...new Set([`${local}@${domain}`, `${local.replace(/\+.*$/, '')}@${domain}`, ...domains])]
}
