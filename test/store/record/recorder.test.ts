import { expect } from 'chai'
import { Client } from 'pg'
import { createRelays } from '../../../src/adapters/relays.ts'
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
