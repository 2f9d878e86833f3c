import { checkDelivery } from '../notify/check-delivery.ts'
import type { Run } from './run.ts'

/**
 * Says, before a replica is paid for, what would keep the verdict's mail from arriving. It stops nothing: without the
 * mail the verdict is still printed and kept.
 */
export async function doubtMail(run: Run): Promise<void> {
  const { notify } = run.spec
  if (notify.from === undefined || notify.to.length === 0) return
  const { mailer } = await run.cloud('notify')
  for (const { message, text } of await checkDelivery(notify, mailer)) {
    run.emit('mail.doubted', { reason: `${message} ${text.remedy}` })
  }
}
