import { expect } from 'chai'
import { fail } from '../../src/errors.ts'
import { type DatabaseTarget, type Session, SqlFailure } from '../../src/ports/databases.ts'
import { untilAnswers } from '../../src/store/until-answers.ts'
import { createJournal } from '../support/journal.ts'
import { rejection } from '../support/rejection.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

const target: DatabaseTarget = { host: 'localhost', port: 5432, database: 'postgres', user: 'u', password: 'p', tls: 'disable' }
const silence = (): never => {
  throw fail('store.no_answer', { server: 'localhost:5432', reason: 'connect ECONNREFUSED' })
}
const refusal = (sqlState: string) => (): never => {
  throw new SqlFailure({ message: 'refused', sqlState })
}
const session = () => ({ close: async () => {} }) as Session

describe('untilAnswers', () => {
  function world(answers: readonly (() => Session)[]) {
    let calls = 0
    const connect = async (): Promise<Session> => (answers[Math.min(calls++, answers.length - 1)] ?? silence)()
    const [clock, journal] = [createVirtualClock(), createJournal()]
    return { clock, journal, calls: () => calls, ports: { databases: { connect }, clock, emit: journal.emit } }
  }

  it('waits for a server that does not listen yet, and one that is starting up, and says so once', async () => {
    const { ports, journal, calls } = world([silence, silence, refusal('57P03'), session])
    await untilAnswers(target, ports)
    expect(calls()).to.equal(4)
    expect(journal.codes()).to.deep.equal(['store.server_awaited'])
  })

  it('takes any other refusal for an answer, and does not wait', async () => {
    const { ports, journal, calls } = world([refusal('28P01')])
    await untilAnswers(target, ports)
    expect(calls()).to.equal(1)
    expect(journal.codes()).to.deep.equal([])
  })

  it('gives up after a minute', async () => {
    const { ports, clock } = world([silence])
    const startedMs = clock.now().getTime()
    expect(await rejection(untilAnswers(target, ports))).to.have.property('code', 'store.no_answer')
    expect(clock.now().getTime() - startedMs).to.be.within(60_000, 61_000)
  })
})
