import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import pg from 'pg'
import { createClock } from '../../../src/adapters/clock.ts'
import { createEntropy } from '../../../src/adapters/entropy.ts'
import { createDatabaseServers } from '../../../src/local-cloud/postgres/servers.ts'
import type { DatabaseServer, DatabaseServers, State } from '../../../src/local-cloud/types.ts'
import { createMemoryState } from '../../support/local-state.ts'
import { queryServer } from '../../support/postgres-client.ts'

const password = "it's \\secret"

describe('database servers of the local cloud', () => {
  let folder: string
  let state: State
  let servers: DatabaseServers

  const open = () => createDatabaseServers({ folder, state, clock: createClock(), entropy: createEntropy() })
  const create = (id: string, more: object = {}) =>
    servers.create({ id, engine: 'postgres', user: 'owner', password, database: 'app', ...more })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-postgres-'))
    await chmod(folder, 0o755)
    state = createMemoryState()
    servers = open()
  })

  afterEach(async () => {
    await servers.stopAll()
    await rm(folder, { recursive: true, force: true })
  })

  it('gives a PostgreSQL 18 on loopback with the master user and database that were asked for', async () => {
    const server = await create('app')
    expect(server).to.deep.include({ id: 'app', host: '127.0.0.1', user: 'owner', database: 'app' })
    expect(servers.find('app')).to.deep.equal(server)
    const [row] = await queryServer(
      server,
      password,
      `SELECT current_setting('server_version_num')::int / 10000 AS major,
      current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone, current_user AS name`,
    )
    expect(row).to.deep.equal({ major: 18, encoding: 'UTF8', zone: 'UTC', name: 'owner' })
  })

  it('gives the master user what RDS gives: its databases and roles, but not the superuser', async () => {
    const server = await create('app')
    await queryServer(server, password, 'CREATE TABLE public.t (a int); CREATE ROLE reader; GRANT rds_superuser, rds_iam TO reader')
    await queryServer(server, password, 'CREATE DATABASE clone TEMPLATE app')
    expect(await queryServer(server, password, 'SELECT * FROM t', { database: 'clone' })).to.deep.equal([])
    expect(await refusal(queryServer(server, password, `COPY t FROM PROGRAM 'id'`))).to.equal('42501')
    expect(await refusal(queryServer(server, password, 'ALTER SYSTEM SET fsync = on'))).to.equal('42501')
    expect(await refusal(queryServer(server, 'wrong', 'SELECT 1'))).to.equal('28P01')
  })

  it('keeps the data and the endpoint when the local cloud starts again on its folder', async () => {
    const before = await create('app')
    await queryServer(before, password, 'CREATE TABLE kept AS SELECT 1 AS a')
    await servers.stopAll()
    servers = open()
    await servers.startAll()
    const after = servers.find('app') as DatabaseServer
    expect(await queryServer(after, password, 'SELECT a FROM kept')).to.deep.equal([{ a: 1 }])
  })

  it('ends a server that a killed local cloud left running, and starts it anew', async () => {
    const before = await create('app')
    await queryServer(before, password, 'CREATE TABLE kept AS SELECT 1 AS a')
    const other = open()
    await other.startAll()
    const after = other.find('app') as DatabaseServer
    expect(await queryServer(after, password, 'SELECT a FROM kept')).to.deep.equal([{ a: 1 }])
    await other.stopAll()
  })

  it('restores a snapshot that was taken while transactions went on, whole and without torn ones', async function () {
    this.timeout(60_000)
    const source = await create('production')
    await queryServer(source, password, 'CREATE TABLE ledger (batch int, amount int); CREATE TABLE churn (filler text)')
    const writers = startWriters(source)
    await writers.wrote(5)
    await servers.snapshot('production', 'snap')
    const committed = await writers.stop()
    const replica = await servers.create({ id: 'replica', engine: 'postgres', user: 'ignored', password: 'new', snapshotId: 'snap' })
    expect(replica).to.deep.include({ user: 'owner', database: 'app' })
    const batches = await queryServer(
      replica,
      'new',
      'SELECT batch, sum(amount)::int AS total, count(*)::int AS n FROM ledger GROUP BY batch',
    )
    expect(batches.length).to.be.at.least(5).and.at.most(committed)
    expect(batches.filter(({ total, n }) => total !== 0 || n !== 100)).to.deep.equal([])
    const numbers = batches.map(({ batch }) => Number(batch)).sort((a, b) => a - b)
    expect(numbers).to.deep.equal(numbers.map((_, index) => index))
    expect(await queryServer(source, password, 'SELECT count(DISTINCT batch)::int AS n FROM ledger')).to.deep.equal([{ n: committed }])
  })

  it('restores one snapshot twice, independent of its source and of each other', async () => {
    const source = await create('production')
    await queryServer(source, password, 'CREATE TABLE t AS SELECT 1 AS a')
    await servers.snapshot('production', 'rds:production-2026')
    await servers.delete('production')
    const first = await create('one', { snapshotId: 'rds:production-2026', password: 'p1' })
    const second = await create('two', { snapshotId: 'rds:production-2026', password: 'p2' })
    await queryServer(first, 'p1', 'DROP TABLE t')
    expect(await queryServer(second, 'p2', 'SELECT a FROM t')).to.deep.equal([{ a: 1 }])
    expect(await refusal(queryServer(second, password, 'SELECT 1'))).to.equal('28P01')
    await servers.deleteSnapshot('rds:production-2026')
    expect(await readdir(join(folder, 'postgres/snapshots'))).to.deep.equal([])
  })

  it('leaves nothing of a deleted server, and deleting it twice is no error', async () => {
    const server = await create('app')
    await servers.delete('app')
    await servers.delete('app')
    expect(servers.find('app')).to.equal(undefined)
    expect(await readdir(join(folder, 'postgres/servers'))).to.deep.equal([])
    expect(await refusal(queryServer(server, password, 'SELECT 1'))).to.equal('ECONNREFUSED')
  })

  it('changes a password', async () => {
    const server = await create('app')
    await servers.setPassword('app', 'owner', 'other')
    expect(await queryServer(server, 'other', 'SELECT 1 AS a')).to.deep.equal([{ a: 1 }])
    expect(await refusal(queryServer(server, password, 'SELECT 1'))).to.equal('28P01')
  })

  it('works in a folder that the account of PostgreSQL may not enter', async () => {
    await chmod(folder, 0o700)
    const server = await create('app')
    expect(await queryServer(server, password, 'SELECT 1 AS a')).to.deep.equal([{ a: 1 }])
    await servers.delete('app')
  })

  it('says with local.postgres_failed what PostgreSQL said when its data is damaged', async () => {
    await create('app')
    await servers.stopAll()
    await rm(join(folder, 'postgres/servers/db-app/data/global/pg_control'))
    servers = open()
    const error = await servers.startAll().then(
      () => undefined,
      (caught) => caught,
    )
    expect(error).to.include({ code: 'local.postgres_failed' })
    expect(error.message).to.match(/PostgreSQL of .* did not start: .*pg_control/)
  })

  it('keeps the superuser password for us alone and no value of a row in the log', async () => {
    const server = await create('app')
    expect(await refusal(queryServer(server, password, `SELECT 'row-value'::int`))).to.equal('22P02')
    const own = join(folder, 'postgres/servers/db-app')
    expect((await stat(join(own, 'superuser'))).mode & 0o777).to.equal(0o600)
    expect(await readFile(join(own, 'log'), 'utf8')).not.to.include('row-value')
  })
})

/** One connection adds batches that sum to nought, one statement a batch in two halves; another one grows and shrinks a table. */
function startWriters(server: DatabaseServer) {
  let committed = 0
  let stopped = false
  const write = async (step: (client: pg.Client, round: number) => Promise<unknown>) => {
    const client = new pg.Client({ ...server, password })
    await client.connect()
    for (let round = 0; !stopped; round++) await step(client, round)
    await client.end()
  }
  const half = (sign: number) => `INSERT INTO ledger SELECT $1, ${sign} * i FROM generate_series(1, 50) i`
  const ledger = write(async (client, round) => {
    await client.query('BEGIN')
    await client.query(half(1), [round])
    await client.query(half(-1), [round])
    await client.query('COMMIT')
    committed++
  })
  const churn = write(async (client) => {
    await client.query(`INSERT INTO churn SELECT repeat('x', 500) FROM generate_series(1, 500)`)
    await client.query('TRUNCATE churn; CREATE TABLE passing AS SELECT 1; DROP TABLE passing')
  })
  const wrote = async (count: number) => {
    while (committed < count) await createClock().sleep(5)
  }
  const stop = async () => {
    stopped = true
    await Promise.all([ledger, churn])
    return committed
  }
  return { wrote, stop }
}

async function refusal(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  )
}
