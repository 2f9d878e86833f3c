import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { configureClients } from '../../src/adapters/client-config.ts'
import { createMailer } from '../../src/adapters/mailer.ts'
import { isReplicaError } from '../../src/errors.ts'

const message = {
  from: 'CI <ci@newvision.example>',
  to: ['data@newvision.example'],
  raw: new TextEncoder().encode('Subject: é\r\n\r\nhello'),
}

describe('the mailer, through the SDK', () => {
  let server: Server
  let answer: { status: number; body: string }
  let received: URLSearchParams

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received = new URLSearchParams(Buffer.concat(chunks).toString())
        response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  after(() => server.close())

  const mailer = () => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const environment = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_MAX_ATTEMPTS: '1' }
    return createMailer(configureClients(environment, 'us-east-1')('SES'))
  }

  it('hands SES the raw message, its sender and its recipients', async () => {
    const result = '<SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult>'
    answer = {
      status: 200,
      body: `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${result}</SendRawEmailResponse>`,
    }
    expect(await mailer().send(message)).to.deep.equal({ messageId: 'ses-1' })
    expect(received.get('Source')).to.equal(message.from)
    expect(received.get('Destinations.member.1')).to.equal('data@newvision.example')
    expect(Buffer.from(received.get('RawMessage.Data') ?? '', 'base64')).to.deep.equal(Buffer.from(message.raw))
  })

  const cases: [code: string, text: string, error: string][] = [
    [
      'MessageRejected',
      'Email address is not verified. The following identities failed the check in region US-EAST-1: data@newvision.example',
      'notify.sandboxed',
    ],
    [
      'MessageRejected',
      'Email address is not verified. The following identities failed the check in region US-EAST-1: CI &lt;ci@newvision.example&gt;',
      'notify.unverified',
    ],
    ['MessageRejected', 'Email address is not verified.', 'notify.unverified'],
    ['MessageRejected', 'Message length is more than 10485760 bytes long: 10500000.', 'notify.refused'],
    ['Throttling', 'Maximum sending rate exceeded.', 'notify.throttled'],
    ['Throttling', 'Daily message quota exceeded.', 'notify.quota_used_up'],
    ['AccountSendingPausedException', 'Email sending is disabled.', 'notify.sending_paused'],
    ['MessageRejected', 'Sending suspended for this account. For more information, please check the inbox.', 'notify.suspended'],
    ['MailFromDomainNotVerifiedException', 'not there', 'notify.mail_from_unverified'],
    ['AccessDenied', 'User: x is not authorized to perform: ses:SendRawEmail on resource: y', 'cloud.denied'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'cloud.rejected_credentials'],
  ]
  for (const [code, text, expected] of cases) {
    it(`tells "${text.slice(0, 60)}" (${code}) as ${expected}`, async () => {
      const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error>`
      answer = {
        status: 400,
        body: `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${error}<RequestId>1</RequestId></ErrorResponse>`,
      }
      const thrown = await mailer()
        .send(message)
        .catch((caught: unknown) => caught)
      expect(isReplicaError(thrown) && thrown.code).to.equal(expected)
    })
  }
})
