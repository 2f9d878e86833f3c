import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import pg from 'pg'
import { type PostgresServer, startPostgres } from '../support/postgres.ts'

const company = 'examples/new-vision'
const shares = { ela: 45, extra: 54, history: 55, math: 40, science: 39 }

describe('the example company’s pipelines', function () {
  this.timeout(60_000)
  let server: PostgresServer
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'new-vision-'))
    await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
    server = await startPostgres()
    for (const store of ['app', 'warehouse']) {
      await query('postgres', `CREATE DATABASE ${store}`)
      await query(store, (await run(['data/generate.mjs', store], company)).output)
    }
  })

  after(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('have the same data every time', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => run(['data/generate.mjs', 'warehouse'], company)))
    expect(first?.output).to.equal(second?.output)
  })

  it('read 100 rows from each table', async () => {
    const tables = readFileSync(`${company}/data/schema/warehouse.sql`, 'utf8').matchAll(/CREATE TABLE (\w+)/g)
    const counts = [...tables].map(async ([, table]) => (await query('warehouse', `SELECT count(*)::int AS rows FROM ${table}`))[0])
    expect(await Promise.all(counts)).to.deep.equal(Array(6).fill({ rows: 100 }))
    expect(await query('app', 'SELECT count(*)::int AS rows FROM students')).to.deep.equal([{ rows: 100 }])
  })

  it('record every student’s grade', async () => {
    expect(await run(['pipelines/record_scores.mjs'], company, 'app')).to.include({ exitCode: 0 })
    expect(await query('app', 'SELECT count(*)::int AS rows FROM score_log')).to.deep.equal([{ rows: 100 }])
  })

  it('report the real shares and 15 assessments, of which some are above the average', async () => {
    const { assess, monthly, results } = await runAll('production')
    expect(assess).to.include({ exitCode: 0 })
    expect(monthly).to.include({ exitCode: 0 })
    expect(results).to.deep.equal({ shares, assessed: 15, aboveAverage: 6 })
  })

  it('give the same results after adds-column', async () => {
    const { assess, results } = await runAll('adds-column')
    expect(assess).to.include({ exitCode: 0 })
    expect(results).to.deep.equal({ shares, assessed: 15, aboveAverage: 6 })
  })

  it('break loudly and silently after renames-column, naming no column', async () => {
    const { assess, monthly, results } = await runAll('renames-column')
    expect(assess.exitCode).to.equal(1)
    expect(assess.output).to.match(/missing value where TRUE\/FALSE needed/)
    expect(assess.output).not.to.match(/test_score/)
    expect(monthly).to.include({ exitCode: 0 })
    expect(results).to.deep.equal({ shares: { ...shares, ela: 0 }, assessed: 0, aboveAverage: 0 })
  })

  it('lose a subject and exit 0 after drops-school-id', async () => {
    const { assess, monthly, results } = await runAll('drops-school-id')
    expect(assess).to.include({ exitCode: 0 })
    expect(monthly).to.include({ exitCode: 0 })
    expect(results).to.deep.equal({ shares, assessed: 12, aboveAverage: 5 })
  })

  it('break loudly after changes-type, naming no column', async () => {
    const { assess, monthly, results } = await runAll('changes-type')
    expect(assess.exitCode).to.equal(1)
    expect(assess.output).not.to.match(/test_score/)
    expect(monthly).to.include({ exitCode: 0 })
    expect(results).to.deep.equal({ shares, assessed: 0, aboveAverage: 0 })
  })

  it('pass their check', async () => {
    expect(await run(['tests/judge.test.mjs'], company)).to.include({ exitCode: 0 })
  })

  /** The three pipelines of the warehouse, on a clone of their own, with a change's files laid over the checkout. */
  async function runAll(change: string) {
    const [checkout, database] = [join(folder, change), change.replaceAll('-', '_')]
    await cp(company, checkout, { recursive: true })
    await query('postgres', `CREATE DATABASE ${database} TEMPLATE warehouse`)
    if (change !== 'production') await applyChange(change, checkout, database)
    const assess = await run(['pipelines/assess.mjs'], checkout, database)
    const monthly = await run(['pipelines/monthly_report.mjs'], checkout, database)
    await query(database, readFileSync(join(checkout, 'pipelines/report_above_average.sql'), 'utf8'))
    return { assess, monthly, results: await readResults(database) }
  }

  async function applyChange(change: string, checkout: string, database: string): Promise<void> {
    await cp(`${company}/changes/${change}`, checkout, { recursive: true })
    const migrations = join(checkout, 'db/migrations/warehouse')
    const added = readdirSync(migrations).filter((name) => !name.startsWith('0001_'))
    for (const name of added) await query(database, readFileSync(join(migrations, name), 'utf8'))
  }

  async function readResults(database: string) {
    const monthly = await query(database, 'SELECT subject, percent_at_or_above AS percent FROM reports.monthly ORDER BY subject')
    const [assessed, above] = await Promise.all(
      ['assessment', 'above_average'].map((table) => query(database, `SELECT count(*)::int AS rows FROM reports.${table}`)),
    )
    const percents = monthly.map(({ subject, percent }) => [subject, percent])
    return { shares: Object.fromEntries(percents), assessed: assessed?.[0]?.rows, aboveAverage: above?.[0]?.rows }
  }

  /** Runs a script with Node, as replica.yml does; its store is where libpq's variables point. */
  async function run(args: string[], cwd: string, database = '') {
    const { host, port, user, password } = server
    const store = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database, PGSSLMODE: 'disable' }
    const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH, ...store } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [exitCode] = (await once(child, 'close')) as [number | null]
    return { exitCode, output }
  }

  async function query(database: string, sql: string): Promise<Record<string, unknown>[]> {
    const { host, port, user, password } = server
    const client = new pg.Client({ host, port, user, password, database })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
})
