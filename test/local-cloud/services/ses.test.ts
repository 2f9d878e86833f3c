import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  GetAccountSendingEnabledCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
  VerifyDomainIdentityCommand,
  VerifyEmailIdentityCommand,
} from '@aws-sdk/client-ses'
import { expect } from 'chai'
import nodemailer from 'nodemailer'
import type { LocalServices } from '../../support/local-services.ts'
import { serveLocalServices } from '../../support/local-services.ts'
import { refusalOf } from '../../support/refusal.ts'

describe('SES of the local cloud', () => {
  let local: LocalServices
  let ses: SESClient

  beforeEach(async () => {
    local = await serveLocalServices()
    ses = new SESClient(local.config)
  })

  afterEach(async () => {
    ses.destroy()
    await local.close()
  })

  const compose = (from: string): Promise<Buffer> =>
    nodemailer
      .createTransport({ streamTransport: true, buffer: true })
      .sendMail({ from, to: 'team@newvision.example', subject: 'Häufig', text: 'plain', html: `<p>größer ${'=x'.repeat(60)}</p>` })
      .then(({ message }) => message as Buffer)
  const outbox = async () => (await readdir(join(local.world.folder, 'outbox'))).sort()

  it('lays a raw message in the outbox as it came, with its HTML part decoded beside it', async () => {
    await ses.send(new VerifyDomainIdentityCommand({ Domain: 'newvision.example' }))
    const Data = await compose('CI <ci@mail.newvision.example>')
    const { MessageId } = await ses.send(new SendRawEmailCommand({ RawMessage: { Data } }))
    expect(await outbox()).to.deep.equal([`0001-${MessageId}.eml`, `0001-${MessageId}.html`])
    const [eml = '', html = ''] = await outbox()
    expect(await readFile(join(local.world.folder, 'outbox', eml))).to.deep.equal(Data)
    expect((await readFile(join(local.world.folder, 'outbox', html), 'utf8')).trim()).to.equal(`<p>größer ${'=x'.repeat(60)}</p>`)
  })

  it('refuses a sender that is not verified with the sentence of SES', async () => {
    const Data = await compose('CI <ci@newvision.example>')
    const error = await refusalOf(ses.send(new SendRawEmailCommand({ RawMessage: { Data } })))
    expect(error.name).to.equal('MessageRejected')
    expect(error.message).to.equal(
      'Email address is not verified. The following identities failed the check in region US-EAST-1: ci@newvision.example',
    )
  })

  it('checks recipients too while the account is in the sandbox', async () => {
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'ci@newvision.example' }))
    await local.world.state.table('ses-account').put('sandbox', {})
    const Data = await compose('ci@newvision.example')
    const error = await refusalOf(ses.send(new SendRawEmailCommand({ RawMessage: { Data } })))
    expect(error.message).to.match(/US-EAST-1: team@newvision\.example$/)
  })

  it('sends a composed message to every recipient, copies included', async () => {
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'ci@newvision.example' }))
    const Body = { Html: { Data: '<b>done</b>' }, Text: { Data: 'done' } }
    const Destination = { ToAddresses: ['a@x.example'], BccAddresses: ['b@x.example'] }
    await ses.send(new SendEmailCommand({ Source: 'ci@newvision.example', Destination, Message: { Subject: { Data: 'Ok' }, Body } }))
    const [eml = '', html = ''] = await outbox()
    expect(await readFile(join(local.world.folder, 'outbox', html), 'utf8')).to.equal('<b>done</b>')
    expect(await readFile(join(local.world.folder, 'outbox', eml), 'utf8'))
      .to.match(/^To: a@x\.example\r$/m)
      .and.not.include('b@x.example')
  })

  it('tells identities, their state and the quota', async () => {
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'CI@newvision.example' }))
    expect((await ses.send(new ListIdentitiesCommand({}))).Identities).to.deep.equal(['ci@newvision.example'])
    const Identities = ['ci@newvision.example', 'other.example']
    const { VerificationAttributes } = await ses.send(new GetIdentityVerificationAttributesCommand({ Identities }))
    expect(VerificationAttributes).to.deep.equal({ 'ci@newvision.example': { VerificationStatus: 'Success' } })
    expect(await ses.send(new GetSendQuotaCommand({}))).to.include({ Max24HourSend: 50000, SentLast24Hours: 0 })
    expect((await ses.send(new GetAccountSendingEnabledCommand({}))).Enabled).to.equal(true)
  })
})
