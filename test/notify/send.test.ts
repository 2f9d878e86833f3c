import { expect } from 'chai'
import { fail, isReplicaError, type ReplicaError } from '../../src/errors.ts'
import { sendReport } from '../../src/notify/send.ts'
import type { Files } from '../../src/ports/files.ts'
import { createJournal } from '../support/journal.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

const mail = { raw: new TextEncoder().encode('From: a@b.c\r\n\r\nhello') }
const options = { from: 'a@b.c', to: ['d@e.f'], requireDelivery: false, outboxFile: '.prod-replica/email.eml' }
const throttled = fail('notify.throttled', { region: 'us-east-1' })
const paused = fail('notify.sending_paused', { region: 'us-east-1' })

/** A mailer that refuses with each of `refusals` in turn and takes the mail after them. */
function setUp(refusals: ReplicaError[]) {
  const clock = createVirtualClock()
  const journal = createJournal()
  const written = new Map<string, string | Uint8Array>()
  const files: Pick<Files, 'write'> = { write: async (path, content) => void written.set(path, content) }
  let attempts = 0
  const mailer = {
    async send() {
      const refusal = refusals[attempts]
      attempts += 1
      if (refusal !== undefined) throw refusal
      return { messageId: 'ses-1' }
    },
  }
  const ports = { mailer, clock, files: files as Files, emit: journal.emit }
  return { ports, clock, journal, written, attempts: () => attempts }
}

describe('sending the report', () => {
  it('sends the mail and keeps it', async () => {
    const { ports, journal, written } = setUp([])
    expect(await sendReport(mail, options, ports)).to.deep.equal({ delivered: true, messageId: 'ses-1' })
    expect(written.get('.prod-replica/email.eml')).to.equal(mail.raw)
    expect(journal.codes()).to.deep.equal(['mail.sent'])
  })

  it('tries again after growing waits when SES is throttled', async () => {
    const { ports, clock } = setUp([throttled, throttled])
    expect((await sendReport(mail, options, ports)).delivered).to.equal(true)
    expect(clock.sleptMs).to.deep.equal([1_000, 4_000])
  })

  it('gives up after four attempts, keeps the mail and says why', async () => {
    const { ports, journal, written, attempts } = setUp(Array.from({ length: 9 }, () => throttled))
    const delivery = await sendReport(mail, options, ports)
    expect(delivery.delivered).to.equal(false)
    expect(delivery.reason).to.match(/no more mails per second.*prod-replica notify/)
    expect(attempts()).to.equal(4)
    expect(written.size).to.equal(1)
    expect(journal.codes()).to.deep.equal(['mail.kept'])
  })

  it('does not repeat what will be refused again', async () => {
    const { ports, attempts } = setUp([paused, paused])
    expect((await sendReport(mail, options, ports)).reason).to.match(/paused/)
    expect(attempts()).to.equal(1)
  })

  it('sends nothing where replica.yml names nobody', async () => {
    const { ports, attempts } = setUp([])
    expect((await sendReport(mail, { ...options, to: [] }, ports)).reason).to.match(/notify\.to/)
    expect(attempts()).to.equal(0)
  })

  it('throws only when delivery is required, after keeping the mail', async () => {
    const { ports, written } = setUp([paused])
    const error = await sendReport(mail, { ...options, requireDelivery: true }, ports).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'notify.not_delivered')).to.equal(true)
    expect(written.size).to.equal(1)
  })

  it('tells for whom it was refused where others have it', async () => {
    const { ports, journal } = setUp([])
    const mailer = { send: async () => ({ messageId: '1', refused: ['gone@e.f'] }) }
    const delivery = await sendReport(mail, { ...options, to: ['D <d@e.f>', 'Gone <gone@e.f>'] }, { ...ports, mailer })
    expect(delivery).to.deep.equal({ delivered: true, messageId: '1', refused: ['gone@e.f'] })
    expect(journal.codes()).to.deep.equal(['mail.sent', 'mail.refused'])
    expect(journal.events[0]?.data).to.deep.include({ to: ['D <d@e.f>'] })
  })

  it('tries again where an SMTP server takes no mail for now', async () => {
    const { ports, clock } = setUp([fail('notify.smtp_busy', { server: 'relay:25', answer: '450 greylisted' })])
    expect((await sendReport(mail, options, ports)).delivered).to.equal(true)
    expect(clock.sleptMs).to.deep.equal([1_000])
  })
})
