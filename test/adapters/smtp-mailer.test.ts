import { createServer } from 'node:net'
import { inspect } from 'node:util'
import { expect } from 'chai'
import type { SMTPServerOptions } from 'smtp-server'
import { createSmtpMailer } from '../../src/adapters/smtp-mailer.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { SmtpServer } from '../../src/ports/smtp.ts'
import { type Relay, refuse, startRelay } from '../support/smtp-relay.ts'

const message = {
  from: 'ci@newvision.example',
  to: ['data@newvision.example', 'head@newvision.example'],
  raw: new TextEncoder().encode('Subject: verdict\r\n\r\nhello\r\n.\r\n..two dots\r\n'),
}
const login = { user: 'relay-user', password: 'a-password-of-the-relay' }

describe('the SMTP mailer', () => {
  let relay: Relay

  afterEach(() => relay.stop())

  const open = async (options: SMTPServerOptions = {}, server: Partial<SmtpServer> = {}) => {
    relay = await startRelay(options)
    return createSmtpMailer({ host: '127.0.0.1', port: relay.port, tls: 'none', ...server })
  }
  const failureOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!isReplicaError(error)) throw new Error(`not refused in plain words: ${inspect(error)}`)
    expect(relay.mails).to.deep.equal([])
    expect(error.text.remedy).to.match(/\w.*\.$/)
    return error
  }

  it('hands over the message as it is, with its envelope', async () => {
    const mailer = await open()
    expect(await mailer.send(message)).to.deep.equal({ messageId: '250 queued as 4711', refused: [] })
    const [mail] = relay.mails
    expect(mail?.from).to.equal(message.from)
    expect(mail?.to).to.deep.equal(message.to)
    expect(mail?.raw.equals(Buffer.from(message.raw))).to.equal(true)
  })

  it('hands over a message of megabytes whole', async () => {
    const raw = Buffer.from(`Subject: large\r\n\r\n${`${'.x'.repeat(35)}\r\n`.repeat(60_000)}`)
    await (await open()).send({ ...message, raw })
    expect(relay.mails[0]?.raw.equals(raw)).to.equal(true)
  })

  it('sends nothing where the server does not encrypt, or with a certificate that nobody has signed', async () => {
    const bare = await failureOf((await open({ disabledCommands: ['STARTTLS'] }, { tls: 'starttls' })).send(message))
    expect(bare.code).to.equal('notify.smtp_tls_failed')
    await relay.stop()
    for (const tls of ['starttls', 'tls'] as const) {
      const untrusted = await failureOf((await open({ secure: tls === 'tls' }, { tls })).send(message))
      expect(untrusted.code).to.equal('notify.smtp_tls_failed')
      expect(untrusted.message).to.match(/certificate/)
      await relay.stop()
    }
    const plain = await failureOf((await open({}, { tls: 'tls' })).send(message))
    expect(plain.code).to.equal('notify.smtp_tls_failed')
  })

  it('logs in, or tells that the login was refused without telling the password', async () => {
    const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _, done) =>
      password === login.password ? done(null, { user: username ?? '' }) : done(refuse(535, `no ${username} with ${password}`))
    const relayOptions = { onAuth, allowInsecureAuth: true, authOptional: false }
    await (await open(relayOptions, { login })).send(message)
    expect(relay.mails[0]?.user).to.equal(login.user)
    await relay.stop()
    const wrong = { ...login, password: 'a-wrong-password' }
    const error = await failureOf((await open(relayOptions, { login: wrong })).send(message))
    expect(error.code).to.equal('notify.smtp_login_refused')
    expect(inspect(error, { depth: 9 })).not.to.include(wrong.password)
    await relay.stop()
    expect((await failureOf((await open(relayOptions)).send(message))).code).to.equal('notify.smtp_login_needed')
  })

  it('sends nothing without the login where the server takes none', async () => {
    const error = await failureOf((await open({ disabledCommands: ['AUTH'] }, { login })).send(message))
    expect(error.code).to.equal('notify.smtp_login_refused')
  })

  it('names the recipients that are refused while others have the mail', async () => {
    const mailer = await open({
      onRcptTo: ({ address }, _, done) => done(address.startsWith('head') ? refuse(550, 'no such mailbox') : null),
    })
    expect((await mailer.send(message)).refused).to.deep.equal(['head@newvision.example'])
    expect(relay.mails[0]?.to).to.deep.equal(['data@newvision.example'])
  })

  const refusals: [what: string, options: SMTPServerOptions, code: string, words: RegExp][] = [
    ['a sender', { onMailFrom: (_, __, done) => done(refuse(553, 'not yours')) }, 'notify.smtp_sender_refused', /ci@.*553 not yours/],
    [
      'every recipient',
      { onRcptTo: (_, __, done) => done(refuse(550, 'relaying denied')) },
      'notify.smtp_recipients_refused',
      /data@.*denied/,
    ],
    ['what is above its announced size', { size: 20 }, 'notify.smtp_too_large', /\d\d bytes/],
    ['what is above a size it keeps to itself', { onData: swallow(refuse(552, 'too big')) }, 'notify.smtp_too_large', /bytes/],
    ['a mail for now', { onRcptTo: (_, __, done) => done(refuse(450, 'greylisted, come back')) }, 'notify.smtp_busy', /greylisted/],
    ['the content', { onData: swallow(refuse(554, 'spam\r\n554 \u001b[2Jmore')) }, 'notify.smtp_refused', /554.spam/],
    ['a connection', { onConnect: (_, done) => done(refuse(554, 'go away')) }, 'notify.smtp_refused', /go away/],
  ]
  for (const [what, options, code, words] of refusals) {
    it(`says in plain words that the server refuses ${what}`, async () => {
      const error = await failureOf((await open(options)).send(message))
      expect(error.code).to.equal(code)
      expect(error.message).to.match(words)
      expect(error.message).not.to.match(/\p{Control}/u)
    })
  }

  it('tells of a server that is not there, and of one that hangs up', async () => {
    const mailer = await open()
    await relay.stop()
    expect((await failureOf(mailer.send(message))).code).to.equal('notify.smtp_unreachable')
    const rude = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => rude.listen(relay.port, '127.0.0.1', resolve))
    expect((await failureOf(mailer.verify())).code).to.equal('notify.smtp_unreachable')
    rude.close()
    relay = await startRelay()
  })

  it('verifies the way up to the login and sends nothing', async () => {
    const onAuth: SMTPServerOptions['onAuth'] = (_, __, done) => done(refuse(535, 'no'))
    const mailer = await open({ onAuth, allowInsecureAuth: true }, { login })
    expect((await failureOf(mailer.verify())).code).to.equal('notify.smtp_login_refused')
    await relay.stop()
    await (await open()).verify()
    expect(relay.mails).to.deep.equal([])
  })
})

function swallow(refusal: Error): NonNullable<SMTPServerOptions['onData']> {
  return (stream, _, done) => void stream.resume().on('end', () => done(refusal))
}
