import { queryList, queryText } from '../../protocol/query.ts'
import { members } from '../../protocol/xml.ts'
import type { QueryAction } from '../query-service.ts'
import { createQueryService } from '../query-service.ts'
import { addIdentity, identitiesOf } from './identities.ts'
import { sendEmail, sendRawEmail } from './send.ts'

const actions: Readonly<Record<string, QueryAction>> = {
  SendRawEmail: sendRawEmail,
  SendEmail: sendEmail,

  async VerifyEmailIdentity(input, world) {
    await addIdentity(world, queryText(input.EmailAddress) ?? '')
    return {}
  },

  async VerifyDomainIdentity(input, world) {
    const { token } = await addIdentity(world, queryText(input.Domain) ?? '')
    return { VerificationToken: token }
  },

  async DeleteIdentity(input, world) {
    await identitiesOf(world).remove((queryText(input.Identity) ?? '').toLowerCase())
    return {}
  },

  ListIdentities(input, world) {
    const kind = queryText(input.IdentityType)
    const chosen = identitiesOf(world)
      .values()
      .filter((record) => kind === undefined || record.kind === kind)
    return { Identities: members(chosen.map((record) => record.identity).sort()) }
  },

  GetIdentityVerificationAttributes(input, world) {
    const names = queryList(input.Identities).map((name) => queryText(name) ?? '')
    const known = names.filter((name) => identitiesOf(world).get(name.toLowerCase()) !== undefined)
    return { VerificationAttributes: { entry: known.map((key) => ({ key, value: { VerificationStatus: 'Success' } })) } }
  },

  GetSendQuota(_input, world) {
    const SentLast24Hours = world.state.table('ses-messages').values().length
    const isSandboxed = world.state.table('ses-account').get('sandbox') !== undefined
    return isSandboxed
      ? { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours }
      : { Max24HourSend: 50000, MaxSendRate: 14, SentLast24Hours }
  },

  GetAccountSendingEnabled: () => ({ Enabled: true }),
}

/** SES (API version 1). Mail lands in the folder's `outbox`. */
export const ses = createQueryService({ signingName: 'ses', namespace: 'http://ses.amazonaws.com/doc/2010-12-01/', actions })
