import { expect } from 'chai'
import { createDatabases } from '../../../src/adapters/databases.ts'
import { isReplicaError } from '../../../src/errors.ts'
import type { Databases } from '../../../src/ports/databases.ts'
import type { MaskMethod } from '../../../src/spec/types.ts'
import { databasesBeside } from '../../../src/store/mask/beside.ts'
import { deriveMaskKeys } from '../../../src/store/mask/keys.ts'
import type { Store } from '../../../src/store/types.ts'
import { maskAs } from '../../support/masking.ts'
import { rejection } from '../../support/rejection.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

const rules: Record<string, MaskMethod> = { 'app.public.t.email': 'hash' }
const filled = `CREATE TABLE t (id int PRIMARY KEY, email text, label text); INSERT INTO t SELECT i, i || '@real.org', 'x' || i FROM generate_series(1, 50) i`

describe('a store that is not masked', () => {
  const emails = (store: Store) => withSession(store, (session) => session.query<{ email: string }>('SELECT email FROM t ORDER BY id'))
  const stateOf = async (store: Store): Promise<string> => {
    const error = await withSession(store, () => Promise.resolve(undefined)).catch((caught: unknown) => caught)
    return (error as { sqlState?: string } | undefined)?.sqlState ?? 'open'
  }

  before(async function () {
    this.timeout(60_000)
    await startStores()
  })

  it('stays closed to everybody after a refusal, and opens with its own limit once it is masked', async () => {
    const store = await makeStore('app', filled)
    await withSession(store, (session) => session.execute(`ALTER DATABASE ${store.target.database} CONNECTION LIMIT 7`))
    expect(isReplicaError(await rejection(maskAs({ app: store }, { rules: {} })), 'mask.columns_without_rule')).to.equal(true)
    expect(await stateOf(store)).to.equal('53300')
    await maskAs({ app: store }, { rules })
    const [limit] = await withSession(store, (session) =>
      session.query<{ n: number }>('SELECT datconnlimit AS n FROM pg_database WHERE datname = current_database()'),
    )
    expect(limit?.n).to.equal(7)
  })

  it('sends away who is connected, and whoever tries meanwhile', async () => {
    const store = await makeStore('app', filled)
    await withSession(store, async (session) => {
      await session.query('SELECT 1')
      await maskAs({ app: store }, { rules })
      expect(await rejection(session.query('SELECT email FROM t'))).to.be.instanceOf(Error)
    })
    expect((await emails(store))[0]?.email).to.match(/^[0-9a-f]{32}$/)
  })

  it('is masked once, whoever asks at the same time', async () => {
    const store = await makeStore('app', filled)
    const [one, other] = await Promise.all([maskAs({ app: store }, { rules }), maskAs({ app: store }, { rules })])
    expect(one.masked).to.deep.equal(['app.public.t.email'])
    expect(other.masked).to.deep.equal(one.masked)
    expect(new Set((await emails(store)).map(({ email }) => email.length))).to.deep.equal(new Set([32]))
  })

  it('is as it was when masking dies in the middle, and carries on afterwards', async () => {
    const store = await makeStore('app', filled)
    const databases = listening(async (text) => {
      if (text.startsWith('TRUNCATE')) await endMasking(store)
    })
    expect(await rejection(maskAs({ app: store }, { rules, databases }))).to.be.instanceOf(Error)
    await maskAs({ app: store }, { rules })
    const [again] = await Promise.all([emails(store), maskAs({ app: store }, { rules })])
    expect(again).to.have.length(50)
    expect(again[0]?.email).to.match(/^[0-9a-f]{32}$/)
  })

  it('has databases beside it that stay as they are, and are named', async () => {
    const [one, two, third] = [await makeStore('one', ''), await makeStore('two', ''), await makeStore('third', '')]
    const beside = await databasesBeside(one, [one, two], createDatabases())
    expect(beside).to.include(third.target.database).and.not.include.members([one.target.database])
    expect(beside).not.to.include(two.target.database)
  })

  it('puts its key into no statement and no parameter, which logs and views of statements show', async () => {
    const store = await makeStore('app', filled)
    const { inner, outer } = deriveMaskKeys('watched')
    const said: string[] = []
    const databases = listening((text) => said.push(text))
    await maskAs({ app: store }, { rules, secret: 'watched', databases })
    expect(said.length).to.be.greaterThan(20)
    expect(said.filter((text) => text.includes(inner) || text.includes(outer))).to.deep.equal([])
  })
})

/** Real connections that tell every statement, with its parameters, before they pass it on; what COPY brings is no statement. */
function listening(tell: (text: string) => unknown): Databases {
  const databases = createDatabases()
  return {
    connect: async (target) => {
      const session = await databases.connect(target)
      return {
        ...session,
        query: async (sql, values) => {
          await tell(JSON.stringify([sql, values]))
          return await session.query(sql, values)
        },
        execute: async (sql) => {
          await tell(sql)
          await session.execute(sql)
        },
        copyIn: async (sql, text) => {
          await tell(sql)
          return await session.copyIn(sql, text)
        },
      }
    },
  }
}

/** Ends the session that masks, as a crash of its process would. */
function endMasking(store: Store): Promise<unknown> {
  return withSession({ ...store, target: { ...store.target, database: 'postgres' } }, (session) =>
    session.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [store.target.database]),
  )
}
