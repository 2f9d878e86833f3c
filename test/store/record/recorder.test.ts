import { once } from 'node:events'
import { connect as tcpConnect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { connect as tlsConnect } from 'node:tls'
import { expect } from 'chai'
import { Client, type ClientConfig } from 'pg'
import { createRelays } from '../../../src/adapters/relays/relays.ts'
import { type OpenRecorder, openRecorder } from '../../../src/store/record/recorder.ts'
import { readSchema } from '../../../src/store/schema/tables.ts'
import type { Store } from '../../../src/store/types.ts'
import { rejection } from '../../support/rejection.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

describe('the recorder', () => {
  let store: Store
  let recorder: OpenRecorder
  let client: Client

  before(async function () {
    this.timeout(60_000)
    await startStores()
    store = await makeStore('rec', "CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'Ada'), (2, 'Bo')")
  })

  beforeEach(async () => {
    recorder = await openRecorder(store, 'production', { relays: createRelays() })
    const { host, port, user, password, database } = recorder.target
    client = new Client({ host, port, user, password, database })
    client.on('error', () => {})
    await client.connect()
  })

  afterEach(async () => {
    await client.end().catch(() => {})
    await recorder.close()
  })

  const statements = () => [...recorder.recording.statements.values()]
  const columnNames = async () => {
    const schema = await withSession(store, readSchema)
    return statements().map(({ columns }) => [...columns.values()].map(({ table, attnum }) => schema.get(table)?.columns.get(attnum)?.name))
  }

  it('leads to the clone, whatever database the client asks for', async () => {
    const { rows } = await client.query('SELECT current_database() AS name')
    expect(rows[0].name).to.equal(store.target.database)
  })

  it('keeps the statements of a simple query apart, without literals, with the columns that came back', async () => {
    await client.query("SELECT * FROM people WHERE name = 'Ada'; SELECT name FROM people")
    expect(statements().map(({ text, rows }) => [text, rows])).to.deep.equal([
      ['SELECT * FROM people WHERE name = ?', 1],
      ['SELECT name FROM people', 2],
    ])
    expect(await columnNames()).to.deep.equal([['id', 'name'], ['name']])
    expect(JSON.stringify(statements().map(({ text }) => text))).not.to.contain('Ada')
  })

  it('follows prepared statements, executed many times', async () => {
    for (const id of [1, 2, 3]) await client.query({ name: 'one', text: 'SELECT name FROM people WHERE id = $1', values: [id] })
    expect(statements().map(({ count, rows }) => [count, rows])).to.deep.equal([[3, 2]])
    expect(await columnNames()).to.deep.equal([['name']])
    expect(recorder.recording.count).to.equal(3)
  })

  it('keeps errors with SQLSTATE and position, without values, and goes on after them', async () => {
    const fails = (text: string, values?: unknown[]) => rejection(client.query(text, values))
    await fails('SELECT nme FROM people')
    await fails('SELECT $1::int', ['secret text'])
    await client.query('SELECT 1 AS one')
    const [first, second] = recorder.recording.errors
    expect(first).to.include({ sqlState: '42703', position: 8, message: 'column "nme" does not exist' })
    expect(second?.message).to.equal('invalid input syntax for type integer: "…"')
    expect(recorder.recording.count).to.equal(3)
  })

  it('passes rows and texts of megabytes through untouched', async () => {
    const long = 'x'.repeat(3_000_000)
    const { rows } = await client.query('SELECT $1::text AS a FROM generate_series(1, 3)', [long])
    expect(rows.map(({ a }) => a === long)).to.deep.equal([true, true, true])
    const simple = await client.query(`SELECT '${long}' AS a`)
    expect(simple.rows[0].a).to.equal(long)
    expect((await client.query('SELECT 5 AS n')).rows[0].n).to.equal(5)
  })

  const connectAs = async (options: ClientConfig) => {
    const { host, port } = recorder.target
    const other = new Client({ host, port, ...options })
    other.on('error', () => {})
    try {
      await other.connect()
      return (await other.query('SELECT current_database() AS name')).rows[0].name as string
    } finally {
      await other.end().catch(() => {})
    }
  }

  it('lets in whoever comes, with the user and password that a script has written into it', async () => {
    expect(await connectAs({ user: 'root', password: 'of production', database: 'dev' })).to.equal(store.target.database)
  })

  it('speaks TLS with a client that insists on it', async () => {
    expect(await connectAs({ user: 'a', password: 'b', ssl: { rejectUnauthorized: false } })).to.equal(store.target.database)
    expect(recorder.recording.errors).to.deep.equal([])
  })

  it('speaks TLS with a client that begins with it, as PostgreSQL 17 allows', async () => {
    const { host, port } = recorder.target
    const socket = tlsConnect({ host, port, rejectUnauthorized: false, ALPNProtocols: ['postgresql'] })
    await once(socket, 'secureConnect')
    const body = Buffer.from('\0\x03\0\0user\0me\0\0', 'latin1')
    socket.write(Buffer.concat([Buffer.from([0, 0, 0, body.length + 4]), body]))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    expect(socket.alpnProtocol).to.equal('postgresql')
    expect([answer.toString('latin1', 0, 1), answer.readInt32BE(5)]).to.deep.equal(['R', 0])
  })

  it('says in the recording that a client did not trust its certificate', async () => {
    expect(await rejection(connectAs({ user: 'a', password: 'b', ssl: { rejectUnauthorized: true } }))).to.be.instanceOf(Error)
    // The client knows first.
    while (recorder.recording.errors.length === 0) await setImmediate()
    expect(recorder.recording.errors[0]?.message).to.match(/verify-full/)
  })

  it('reaches a server that only speaks TLS', async () => {
    const { host, port } = recorder.target
    const before = await openRecorder({ ...store, target: { ...store.target, host, port, tls: 'require' } }, 'production', {
      relays: createRelays(),
    })
    const other = new Client({ ...before.target })
    await other.connect()
    expect((await other.query('SELECT 1 AS one')).rows).to.deep.equal([{ one: 1 }])
    await other.end()
    await before.close()
  })

  it('tells a client why the store lets nobody in', async () => {
    const wrong = await openRecorder({ ...store, target: { ...store.target, password: 'wrong' } }, 'production', { relays: createRelays() })
    const other = new Client({ ...wrong.target })
    other.on('error', () => {})
    expect(await rejection(other.connect())).to.include({ code: '28P01' })
    await wrong.close()
    const gone = await openRecorder({ ...store, target: { ...store.target, port: 1 } }, 'production', { relays: createRelays() })
    const last = new Client({ ...gone.target })
    last.on('error', () => {})
    expect(await rejection(last.connect())).to.include({ code: '08001' })
    await gone.close()
  })

  it('passes a cancel request on to the session that it is meant for', async () => {
    const pid = (await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid as number
    const { processID, secretKey } = client as unknown as { processID: number; secretKey: number }
    expect(processID).to.equal(pid)
    const sleeping = rejection(client.query('SELECT pg_sleep(30)'))
    const cancel = Buffer.alloc(16)
    cancel.writeInt32BE(16, 0)
    cancel.writeInt32BE(80877102, 4)
    cancel.writeInt32BE(processID, 8)
    cancel.writeInt32BE(secretKey, 12)
    await withSession(store, async (session) => {
      for (let seen = 0; seen === 0; )
        seen = (await session.query(`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND state = 'active'`)).length
    })
    const socket = tcpConnect({ host: recorder.target.host, port: recorder.target.port })
    socket.end(cancel)
    await once(socket.resume(), 'close')
    expect(await sleeping).to.include({ code: '57014' })
  })

  it('ends its connections when it is closed', async () => {
    const query = client.query('SELECT pg_sleep(30)').then(
      () => 'answered',
      () => 'ended',
    )
    await recorder.close()
    expect(await query).to.equal('ended')
    expect(recorder.samples()).to.deep.equal([])
  })
})
