import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { createRelays } from '../../src/adapters/relays/relays.ts'
import { type OpenRecorder, openRecorder } from '../../src/store/record/recorder.ts'
import { readSchema } from '../../src/store/schema/tables.ts'
import type { Store } from '../../src/store/types.ts'
import { runPython } from '../support/python.ts'
import { makeStore, startStores, withSession } from '../support/stores.ts'

const run = promisify(execFile)
const file = (name: string) => resolve('test/conformance/clients', name)

/** Clients that we did not write, each with production's user, password and database written into it. */
describe('the recorder, before other people’s clients', function () {
  this.timeout(120_000)
  let store: Store
  let recorder: OpenRecorder

  before(startStores)

  beforeEach(async () => {
    store = await makeStore(
      'clients',
      `CREATE TABLE scores (id int PRIMARY KEY, name text, score int); INSERT INTO scores VALUES (1, 'Ada', 90), (2, 'Bo', 45), (3, 'Cy', 70);
       CREATE TABLE out_rows (id int, note text)`,
    )
    recorder = await openRecorder(store, 'dev', { relays: createRelays() })
  })

  afterEach(() => recorder.close())

  const address = (): [string, string] => [recorder.target.host, String(recorder.target.port)]
  const statement = (text: RegExp) => [...recorder.recording.statements.values()].find((each) => text.test(each.text))

  /** What every client's run leaves in the recording, whatever protocol it chose. */
  async function expectRecorded(): Promise<void> {
    const schema = await withSession(store, readSchema)
    const read = statement(/^SELECT name, score FROM scores WHERE id/i)
    const columns = [...(read?.columns.values() ?? [])].map(({ table, attnum }) => schema.get(table)?.columns.get(attnum)?.name)
    expect(columns).to.deep.equal(['name', 'score'])
    expect(recorder.recording.errors.map(({ sqlState }) => sqlState)).to.deep.equal(['42703'])
    expect(recorder.recording.errors[0]).to.include({ position: 8, fingerprint: statement(/nme/)?.fingerprint })
    const texts = [...recorder.recording.statements.values()].map(({ text }) => text).join('\n')
    expect(texts).to.not.match(/row \d|of-production/)
  }

  const rowsOf = async () =>
    (await withSession(store, (session) => session.query<{ n: string }>('SELECT count(*) AS n FROM out_rows')))[0]?.n

  it('follows psycopg: binary results, pipelines, COPY both ways, cursors', async () => {
    const out = await runPython('clients/psycopg_client.py', address(), {})
    expect(out.trim().split('\n')).to.deep.equal(["[('Bo', 45)]", '[(90,), (45,), (70,)]', String((100_499 * 100_500) / 2), '595', '42703'])
    await expectRecorded()
    expect(statement(/^INSERT INTO out_rows/i)).to.include({ count: 500, rows: 500 })
    expect(statement(/^COPY out_rows/i)).to.include({ rows: 100_000 })
    expect(await rowsOf()).to.equal('100500')
  })

  it('follows psycopg over TLS, and says so where verify-full cannot be had', async () => {
    const out = await runPython('clients/psycopg_client.py', [...address(), 'sslmode=require'], {})
    expect(out).to.match(/^42703$/m)
    await expectRecorded()
    const refused = await runPython('clients/psycopg_client.py', [...address(), 'sslmode=verify-full sslrootcert=system'], {}).catch(String)
    expect(refused).to.match(/certificate verify failed/)
    expect(recorder.recording.errors.at(-1)?.message).to.match(/verify-full/)
  })

  it('follows pg8000', async () => {
    const out = await runPython('clients/pg8000_client.py', address(), {})
    expect(out.trim().split('\n').at(-1)).to.equal('42703')
    await expectRecorded()
    expect(await rowsOf()).to.equal('50')
  })

  it('follows JDBC: server-prepared statements, batches, fetching in steps, with and without TLS', async () => {
    const java = (more: string) => run('java', ['-cp', '/usr/share/java/postgresql.jar', file('Jdbc.java'), ...address(), more])
    expect((await java('')).stdout.trim().split('\n')).to.deep.equal(['Bo 45', '595', '42703'])
    await expectRecorded()
    expect(statement(/^INSERT INTO out_rows/i)).to.include({ count: 300, rows: 300 })
    expect((await java('&sslmode=require')).stdout.trim().split('\n')[0]).to.equal('Bo 45')
    expect((await java('&sslmode=disable')).stdout.trim().split('\n')[0]).to.equal('Bo 45')
  })

  it('follows R', async () => {
    const { stdout } = await run('Rscript', [file('client.R'), ...address()])
    expect(stdout.trim().split(/ *\n/)).to.deep.equal(['Bo 45', '820'])
    await expectRecorded()
  })

  it('follows psql: simple queries, COPY from a program, errors that it goes on after', async () => {
    const [host, port] = address()
    const words = ['-X', '-A', '-t', '-h', host, '-p', port, '-U', 'root', '-d', 'dev', '-f', file('client.sql')]
    const { stdout } = await run('psql', words, { env: { ...process.env, PGPASSWORD: 'of-production' } })
    expect(stdout.trim().split('\n')).to.deep.equal(['Bo|45', 'COPY 1000', '500500', '999', '1000', 'after'])
    await expectRecorded()
  })
})
