import { ExitCode } from '../errors.ts'
import { sendReport } from '../notify/send.ts'
import { whenToSend } from '../notify/when.ts'
import type { Ports } from '../ports/index.ts'
import { formatHtml } from '../report/html.ts'
import { formatMail, type Mail } from '../report/mail.ts'
import { summarize } from '../report/summarize.ts'
import type { Summary } from '../report/types.ts'
import { openPost } from './post.ts'
import { keepStatus, previousStatus } from './previous.ts'
import { type Outcome, reportContext } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'
import { wholeVerdict } from './shards.ts'

export interface NotifyOptions extends RunOptions {
  'require-delivery': boolean
}

/** Mails what the result files tell; none at all means that the jobs before were cancelled, and is mailed as that. */
export async function notify(options: NotifyOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const [replica, teardown] = await Promise.all([run.results.replica(), run.results.teardown()])
  const verdict = await wholeVerdict(run, { replica, teardown })
  const delivery = await sendMail(run, { verdict, replica, teardown })
  ports.output.print(run.json ? `${JSON.stringify({ delivery })}\n` : `mail: ${delivery}\n`)
  return options['require-delivery'] && isWanting(delivery) ? ExitCode.inconclusive : ExitCode.passed
}

export type Delivery = 'delivered' | 'delivered in part' | 'not delivered' | 'nobody to mail to' | 'not due'

/** Whether anyone who should have the mail has not got it. */
export function isWanting(delivery: Delivery): boolean {
  return delivery === 'not delivered' || delivery === 'delivered in part'
}

/** Sends the mail where replica.yml names anyone and asks for it, and keeps it as email.eml. A refusal is told, never thrown. */
export async function sendMail(run: Run, outcome: Outcome): Promise<Delivery> {
  const { from, to, when } = run.spec.notify
  if (from === undefined || to.length === 0) return 'nobody to mail to'
  const summary = summarize(outcome.verdict, await reportContext(run, outcome))
  if (!whenToSend(when, summary.status, await previousStatus(run))) {
    await keepStatus(run, summary.status)
    return 'not due'
  }
  run.emit('rehearsal.phase_started', { phase: 'notify' })
  const mail = composeMail(run, summary)
  const options = { from, to, requireDelivery: false, outboxFile: run.results.path('email.eml') }
  const mailer = await openPost(run)
  const { delivered, refused = [] } = await sendReport(mail, options, { ...run.ports, mailer, emit: run.emit })
  if (!delivered) return 'not delivered'
  await keepStatus(run, summary.status)
  return refused.length === 0 ? 'delivered' : 'delivered in part'
}

/** The mail as it would be sent; where replica.yml names nobody, from and to an address that leads nowhere. */
export function composeMail({ spec, identity, startedAt, ports }: Run, summary: Summary): Mail {
  const { from = nobody, to } = spec.notify
  return formatMail(summary, {
    from,
    to: to.length === 0 ? [nobody] : to,
    threadId: identity.thread,
    messageId: `${identity.replicaId}.${startedAt.getTime()}`,
    date: ports.clock.now().toISOString(),
    attachHtml: formatHtml(summary),
  })
}

const nobody = 'nobody@example.invalid'
