import { SESClient, VerifyDomainIdentityCommand, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses'
import { expect } from 'chai'
import { configureClients } from '../../src/adapters/client-config.ts'
import { createMailer } from '../../src/adapters/mailer.ts'
import { fail } from '../../src/errors.ts'
import { checkDelivery, checkSmtpDelivery } from '../../src/notify/check-delivery.ts'
import type { SendingAccount } from '../../src/ports/cloud.ts'
import { type LocalServices, serveLocalServices } from '../support/local-services.ts'

const notify = { from: 'CI <ci@mail.newvision.example>', to: ['data@newvision.example', 'a@other.example'], when: 'always' } as const

describe('what would keep a mail from arriving', () => {
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

  const mailerAt = (endpoint: string) => {
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_MAX_ATTEMPTS: '1' }
    return createMailer(configureClients({ AWS_ENDPOINT_URL: endpoint, ...keys }, 'us-east-1')('SES'))
  }
  const check = async () => (await checkDelivery(notify, mailerAt(local.config.endpoint))).map(({ code, message }) => ({ code, message }))

  it('is a sender that SES does not know', async () => {
    const [problem, ...others] = await check()
    expect(problem?.code).to.equal('notify.unverified')
    expect(problem?.message).to.include('ci@mail.newvision.example')
    expect(others).to.deep.equal([])
  })

  it('is nothing where a domain above the sender is verified', async () => {
    await ses.send(new VerifyDomainIdentityCommand({ Domain: 'newvision.example' }))
    expect(await check()).to.deep.equal([])
  })

  it('is, in the sandbox, each recipient that is not verified', async () => {
    await local.world.state.table('ses-account').put('sandbox', {})
    await ses.send(new VerifyDomainIdentityCommand({ Domain: 'newvision.example' }))
    const [problem] = await check()
    expect(problem?.code).to.equal('notify.sandboxed')
    expect(problem?.message).to.include('a@other.example').and.not.include('data@')
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'a@other.example' }))
    expect(await check()).to.deep.equal([])
  })

  it('is a service that cannot be reached, told and not thrown', async () => {
    const problems = await checkDelivery(notify, mailerAt('http://127.0.0.1:9'))
    expect(problems.map(({ code }) => code)).to.deep.equal(['cloud.unreachable'])
  })

  const account: SendingAccount = {
    region: 'us-east-1',
    isEnabled: true,
    verified: ['newvision.example'],
    mailsPerDay: 50_000,
    sentToday: 0,
    mailsPerSecond: 14,
  }
  const judge = async (found: Partial<SendingAccount>) => {
    const problems = await checkDelivery(notify, { look: async () => ({ ...account, ...found }) })
    return problems.map(({ code }) => code)
  }

  it('is sending that is paused', async () => {
    expect(await judge({ isEnabled: false })).to.deep.equal(['notify.sending_paused'])
  })

  it('is a quota that does not hold one more mail for every recipient', async () => {
    expect(await judge({ sentToday: 49_998 })).to.deep.equal([])
    expect(await judge({ sentToday: 49_999 })).to.deep.equal(['notify.quota_used_up'])
    expect(await judge({ mailsPerDay: -1, sentToday: 1_000_000 })).to.deep.equal([])
  })

  it('is an address that nothing can be sent to', async () => {
    const problems = await checkDelivery({ ...notify, to: ['a@b.c\r\nBcc: x@y.z'] }, { look: async () => account })
    expect(problems.map(({ code }) => code)).to.deep.equal(['notify.bad_address'])
  })

  it('is not asked where replica.yml names nobody', async () => {
    const look = () => Promise.reject(new Error('asked'))
    expect(await checkDelivery({ to: [], when: 'always' }, { look })).to.deep.equal([])
  })

  it('is, with an SMTP server, what keeps it from being talked to, or an address', async () => {
    const refusal = fail('notify.smtp_login_refused', { server: 'relay:587' })
    const check = async (verify: () => Promise<void>, to: readonly string[] = notify.to) =>
      (await checkSmtpDelivery({ ...notify, to }, { verify })).map(({ code }) => code)
    expect(await check(async () => {})).to.deep.equal([])
    expect(await check(() => Promise.reject(refusal))).to.deep.equal(['notify.smtp_login_refused'])
    expect(await check(async () => {}, ['data@newvision.example', 'a@b.c\r\nRCPT TO:<x@y.z>'])).to.deep.equal(['notify.bad_address'])
  })
})
