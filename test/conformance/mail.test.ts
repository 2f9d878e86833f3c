import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses'
import { expect } from 'chai'
import { type ParsedMail, simpleParser } from 'mailparser'
import { createCloud } from '../../src/adapters/cloud.ts'
import { createSmtpMailer } from '../../src/adapters/smtp-mailer.ts'
import { formatHtml } from '../../src/report/html.ts'
import { formatMail } from '../../src/report/mail.ts'
import { summarize } from '../../src/report/summarize.ts'
import type { Summary } from '../../src/report/types.ts'
import { hostile, hostileSummary } from '../support/hostile.ts'
import { type Moto, startMoto } from '../support/moto.ts'
import { startRelay } from '../support/smtp-relay.ts'
import { aBrokenVerdict, aContext } from '../support/verdict-builder.ts'

const [from, to] = ['ci@newvision.example', ['data@newvision.example']]

describe('the mail, read back by a parser that others wrote', () => {
  let moto: Moto

  before(async function () {
    this.timeout(70_000)
    moto = await startMoto()
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = moto.environment
    const ses = new SESClient({ endpoint: moto.endpoint, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } })
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: from }))
    ses.destroy()
  })
  after(() => moto?.close())

  /** What moto's SES was given last. */
  const throughSes = async (raw: Uint8Array): Promise<Buffer> => {
    await (await createCloud(moto.environment)).mailer.send({ from, to, raw })
    const answer = await fetch(`${moto.endpoint}/moto-api/data.json`)
    const { ses } = (await answer.json()) as { ses: { RawMessage: { raw_data: string }[] } }
    return Buffer.from(ses.RawMessage.at(-1)?.raw_data ?? '')
  }
  /** What an SMTP server was given. */
  const throughSmtp = async (raw: Uint8Array): Promise<Buffer> => {
    const relay = await startRelay()
    await createSmtpMailer({ host: '127.0.0.1', port: relay.port, tls: 'none' }).send({ from, to, raw })
    await relay.stop()
    return relay.mails[0]?.raw ?? Buffer.alloc(0)
  }
  const mailOf = (summary: Summary, threadId: string) => {
    const options = { from: `CI <${from}>`, to, threadId, messageId: 'scores-1f2e3d4c.1', date: '2026-11-20T09:01:00.000Z' }
    return formatMail(summary, { ...options, attachHtml: formatHtml(summary) })
  }

  for (const [way, carry] of [
    ['SES', throughSes],
    ['SMTP', throughSmtp],
  ] as const) {
    it(`has both parts, the attachment and the headers of a thread after its way through ${way}`, async () => {
      const summary = summarize(aBrokenVerdict(), aContext())
      const html = formatHtml(summary)
      const mail = await simpleParser(await carry(mailOf(summary, 'newvision/rename-score').raw))
      expect(mail.subject).to.match(/^\[prod-replica\] BROKEN: 2 of 4 pipelines/)
      expect(addressesOf(mail)).to.deep.equal([from, ...to])
      expect(mail.text).to.match(/Broken: 2 of 4 pipelines/)
      expect(mail.html).to.match(/<html[\s\S]*Broken: 2 of 4 pipelines/)
      expect(mail.attachments).to.have.length(1)
      expect(mail.attachments[0]?.content.toString()).to.equal(html)
      expect(mail.headers.get('auto-submitted')).to.equal('auto-generated')
      expect(mail.messageId).to.match(/^<.+@newvision\.example>$/)
      expect(mail.references).to.match(/@newvision\.example>?$/)
    })

    it(`lets no value become a header or a part on its way through ${way}`, async () => {
      const harmless = await simpleParser(await carry(mailOf(summarize(aBrokenVerdict(), aContext()), 'a/b').raw))
      const mail = await simpleParser(await carry(mailOf(hostileSummary(), hostile).raw))
      expect([...mail.headers.keys()]).to.deep.equal([...harmless.headers.keys()])
      expect(addressesOf(mail)).to.deep.equal([from, ...to])
      expect(mail.bcc).to.equal(undefined)
      expect(mail.attachments).to.have.length(1)
      expect(mail.html).not.to.include('<script>alert')
      expect(mail.text).to.include('<script>alert(1)</script>')
    })
  }
})

function addressesOf(mail: ParsedMail): (string | undefined)[] {
  return [mail.from, mail.to].flat().flatMap((each) => each?.value.map(({ address }) => address) ?? [])
}
