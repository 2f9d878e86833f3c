import type { SESClient } from '@aws-sdk/client-ses'
import type { Mailer } from '../ports/cloud.ts'
import { explainAwsError } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'
import { explainRefusal } from './ses-refusals.ts'

/** SES, loaded at the first mail. A refusal becomes one of `notify.*`, anything else one of `cloud.*`. */
export function createMailer(config: ClientConfig): Mailer {
  const client = once(() => openClient(config))
  return {
    async send({ from, to, raw }) {
      try {
        const { ses, SendRawEmailCommand } = await client()
        const request = { Source: from, Destinations: [...to], RawMessage: { Data: raw } }
        const { MessageId } = await ses.send(new SendRawEmailCommand(request))
        return { messageId: MessageId ?? '' }
      } catch (error) {
        throw (
          explainRefusal(refusalOf(error), { from, region: config.region }, error) ??
          explainAwsError(error, 'ses:SendRawEmail', config.endpoint)
        )
      }
    },
  }
}

async function openClient(
  config: ClientConfig,
): Promise<{ ses: SESClient } & Pick<typeof import('@aws-sdk/client-ses'), 'SendRawEmailCommand'>> {
  const { SESClient: Client, SendRawEmailCommand } = await import('@aws-sdk/client-ses')
  return { ses: new Client(config), SendRawEmailCommand }
}

function refusalOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' }
  const { Code } = error as Error & { Code?: unknown }
  return { code: typeof Code === 'string' ? Code : error.name, message: error.message }
}
