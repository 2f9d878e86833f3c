import { isReplicaError, type ReplicaError } from '../errors.ts'
import { checkDelivery, checkSmtpDelivery } from '../notify/check-delivery.ts'
import { openSmtp } from './post.ts'
import type { Run } from './run.ts'

/**
 * Says, before a replica is paid for, what would keep the verdict's mail from arriving. It stops nothing: without the
 * mail the verdict is still printed and kept.
 */
export async function doubtMail(run: Run): Promise<void> {
  for (const { message, text } of await findDoubts(run)) run.emit('mail.doubted', { reason: `${message} ${text.remedy}` })
}

async function findDoubts(run: Run): Promise<readonly ReplicaError[]> {
  const { notify } = run.spec
  if (notify.from === undefined || notify.to.length === 0) return []
  try {
    if (notify.smtp !== undefined) return await checkSmtpDelivery(notify, openSmtp(notify.smtp, run.ports))
    return await checkDelivery(notify, (await run.cloud('notify')).mailer)
  } catch (error) {
    if (isReplicaError(error)) return [error]
    throw error
  }
}
