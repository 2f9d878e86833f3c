import type { SESClient } from '@aws-sdk/client-ses'
import type { Mailer, SendingAccount } from '../ports/cloud.ts'
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
    async look(identities) {
      try {
        return await lookAt(await client(), config.region, identities)
      } catch (error) {
        throw explainAwsError(error, 'ses:GetSendQuota', config.endpoint)
      }
    },
  }
}

type Ses = typeof import('@aws-sdk/client-ses')

async function openClient(config: ClientConfig): Promise<{ ses: SESClient } & Ses> {
  const sdk = await import('@aws-sdk/client-ses')
  return { ...sdk, ses: new sdk.SESClient(config) }
}

async function lookAt({ ses, ...sdk }: { ses: SESClient } & Ses, region: string, identities: readonly string[]): Promise<SendingAccount> {
  const [quota, { Enabled }, { VerificationAttributes = {} }] = await Promise.all([
    ses.send(new sdk.GetSendQuotaCommand({})),
    ses.send(new sdk.GetAccountSendingEnabledCommand({})),
    ses.send(new sdk.GetIdentityVerificationAttributesCommand({ Identities: [...identities] })),
  ])
  const verified = Object.entries(VerificationAttributes).filter(([, { VerificationStatus }]) => VerificationStatus === 'Success')
  return {
    region,
    isEnabled: Enabled !== false,
    verified: verified.map(([identity]) => identity.toLowerCase()),
    mailsPerDay: quota.Max24HourSend ?? -1,
    sentToday: quota.SentLast24Hours ?? 0,
    mailsPerSecond: quota.MaxSendRate ?? 0,
  }
}

function refusalOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: '' }
  const { Code } = error as Error & { Code?: unknown }
  return { code: typeof Code === 'string' ? Code : error.name, message: error.message }
}
