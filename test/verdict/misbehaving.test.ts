import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import type { PipelineResult, Verdict } from '../../src/rehearsal/types.ts'
import type { Store } from '../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'
import { command, rehearse, type SpecParts, sqlFile } from '../support/rehearse.ts'
import { listDatabases, makeStore, startStores, withSession } from '../support/stores.ts'

describe('the verdict on pipelines that misbehave', function () {
  this.timeout(180_000)
  let store: Store
  let checkout: Checkout

  before(async () => {
    await startStores()
    store = await makeStore('app', schema)
  })

  beforeEach(() => {
    checkout = makeCheckout(files)
    checkout.branch('change')
  })

  afterEach(async () => {
    checkout.remove()
    expect(await listDatabases(store, 'pr_')).to.deep.equal([])
  })

  const judge = (migration: string, pipelines: SpecParts['pipelines']): Promise<Verdict> => {
    checkout.write({ 'db/002_change.sql': migration })
    checkout.commit('Change the schema')
    const change = { migrations: { app: ['db/*.sql'] } }
    return rehearse(checkout.folder, { change, ...(pipelines === undefined ? {} : { pipelines }) }, store)
  }
  const judgeOne = async (migration: string, run: string, timeoutMs = 60_000): Promise<PipelineResult & { verdict: Verdict }> => {
    const verdict = await judge(migration, [command('odd', run, { timeoutMs })])
    const [result] = verdict.pipelines
    if (result === undefined) throw new Error('the pipeline has no result')
    return { ...result, verdict }
  }

  it('is inconclusive about one that hangs without the change too', async () => {
    const { status, reason } = await judgeOne(harmless, 'sleep 600', 1_500)
    expect(status).to.equal('inconclusive')
    expect(reason).to.contain('not finished in time')
  })

  it('calls one broken that waits for ever for what the change took away', async () => {
    const wait = `until psql -X -At -c "SELECT 1 FROM points WHERE kind = 'final' LIMIT 1" | grep -q 1; do sleep 0.2; done`
    const { status, candidate, verdict } = await judgeOne('UPDATE points SET kind = upper(kind)', wait, 15_000)
    expect(status).to.equal('broken')
    expect(candidate?.timedOut).to.equal(true)
    expect(verdict.findings[0]?.effect).to.contain('not finished in time')
  })

  it('judges one by its tables that floods its output with a gigabyte, without keeping it', async () => {
    const flood = 'yes 0123456789012345678901234567890123456789 | head -c 1000000000; psql -X -q -f pipelines/copy.sql'
    const { status, candidate } = await judgeOne(renamed, flood, 170_000)
    expect(status).to.equal('broken')
    expect(candidate?.output.length).to.be.below(5_000)
  })

  it('ends the children that one leaves behind', async () => {
    const { status } = await judgeOne(harmless, `sleep ${markedSleep} & sleep ${markedSleep} & psql -X -q -f pipelines/copy.sql`)
    expect(status).to.equal('passed')
    expect(runningNow()).to.not.contain(`sleep ${markedSleep}`)
  })

  it('is inconclusive about one that kills itself', async () => {
    const { status, reason, baseline } = await judgeOne(harmless, 'kill -9 $$')
    expect(baseline?.exitCode).to.equal(null)
    expect(status).to.equal('inconclusive')
    expect(reason).to.contain('exit code none')
  })

  it('calls one broken that is killed only after the change', async () => {
    const { status } = await judgeOne(renamed, 'psql -X -q -c "SELECT score FROM points LIMIT 1" || kill -9 $$')
    expect(status).to.equal('broken')
  })

  it('says of one that writes and prints nothing that only its exit code was compared', async () => {
    const { status, verdict } = await judgeOne(harmless, 'psql -X -q -c "SELECT count(*) FROM points" > /dev/null')
    expect(status).to.equal('passed')
    expect(verdict.notTested.map(({ why }) => why).join()).to.contain('only its exit codes were compared')
  })

  it('calls one not passed that swallows an error which the change made, and exits 0', async () => {
    const { status } = await judgeOne(renamed, 'psql -X -q -At -c "SELECT sum(score) FROM points" > /dev/null 2>&1 || true')
    expect(status).to.not.equal('passed')
  })

  it('calls one changed that catches the error, writes less and exits 0', async () => {
    const { status, differences } = await judgeOne(renamed, 'psql -X -q -f pipelines/copy.sql || exit 0')
    expect(status).to.equal('changed')
    expect(differences.map(({ table }) => table)).to.deep.equal(['public.totals'])
  })

  it('keeps apart those that write to one table, and names who wrote it', async () => {
    const verdict = await judge('UPDATE points SET score = score + 1', [
      command('owner', 'psql -X -q -f pipelines/copy.sql'),
      command('intruder', `psql -X -q -c "INSERT INTO totals VALUES ('intruder', 1)"`),
      sqlFile('reader', 'pipelines/read.sql'),
    ])
    expect(verdict.pipelines.map(({ status }) => status)).to.deep.equal(['changed', 'passed', 'passed'])
    expect(verdict.pipelines.map(({ writes }) => writes)).to.deep.equal([['app.public.totals'], ['app.public.totals'], ['app.public.seen']])
  })

  it('is inconclusive about one that needs what masking emptied', async () => {
    const masked = await makeStore('app', `${schema} UPDATE points SET pupil = NULL;`)
    const change = { migrations: { app: ['db/*.sql'] } }
    const pipelines = [command('greeting', 'test -n "$(psql -X -At -c "SELECT pupil FROM points LIMIT 1")"')]
    const verdict = await rehearse(checkout.folder, { change, pipelines }, masked)
    expect(verdict.status).to.equal('inconclusive')
    expect(verdict.pipelines[0]?.reason).to.contain('it fails without the change too')
  })

  it('passes nothing of which two runs agree on nothing', async () => {
    const { status, reason } = await judgeOne(harmless, `psql -X -q -c "INSERT INTO totals SELECT random()::text, random() * 1000"`)
    expect(status).to.equal('inconclusive')
    expect(reason).to.contain('nothing stable is left to compare')
  })

  it('compares the lines that stay the same of one that prints the time too', async () => {
    const run = 'date +%s%N; psql -X -At -c "SELECT kind, sum(score) FROM points GROUP BY 1 ORDER BY 1"'
    expect((await judgeOne(harmless, run)).status).to.equal('passed')
    checkout.remove()
    checkout = makeCheckout(files)
    checkout.branch('change')
    expect((await judgeOne('UPDATE points SET score = score + 1', run)).status).to.equal('changed')
  })

  it('gives each run a working folder of its own, and leaves the checkout as it was', async () => {
    const { status } = await judgeOne(harmless, 'echo run >> runs.txt; wc -l < runs.txt; sleep 0.3; wc -l < runs.txt')
    expect(status).to.equal('passed')
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: checkout.folder, encoding: 'utf8' })).to.equal('')
  })

  it('judges one that opens 50 connections', async () => {
    const open = 'for i in $(seq 50); do psql -X -q -c "SELECT pg_sleep(1)" > /dev/null & done; wait; psql -X -q -f pipelines/copy.sql'
    expect((await judgeOne(harmless, open)).status).to.equal('passed')
  })

  it('does not count what one leaves in an open transaction', async () => {
    const open =
      '(echo "BEGIN; UPDATE points SET score = 0;"; sleep 60) | psql -X -q & sleep 1; psql -X -At -c "SELECT sum(score) FROM points"'
    const { status, differences } = await judgeOne(harmless, open)
    expect(status).to.equal('passed')
    expect(differences).to.deep.equal([])
  })

  it('judges one that listens and notifies', async () => {
    const { status, baseline } = await judgeOne(
      harmless,
      `psql -X -q -c "LISTEN bell" -c "NOTIFY bell, 'ding'" | sed 's/PID [0-9]*/PID n/'`,
    )
    expect(status).to.equal('passed')
    expect(baseline?.output).to.contain('ding')
  })

  it('keeps the store and the other pipelines when one drops its database', async () => {
    const drop = 'psql -X -q -d postgres -c "DROP DATABASE $PGDATABASE WITH (FORCE)"'
    const own = await makeStore('app', schema)
    const change = { migrations: { app: ['db/*.sql'] } }
    const pipelines = [
      command('vandal', drop),
      command('honest', 'psql -X -q -f pipelines/copy.sql'),
      command('latecomer', 'psql -X -q -f pipelines/copy.sql'),
    ]
    const verdict = await rehearse(checkout.folder, { change, pipelines }, own)
    expect(verdict.pipelines.map(({ status }) => status)).to.deep.equal(['inconclusive', 'passed', 'passed'])
    const rows = await withSession(own, (session) => session.query('SELECT 1 FROM points'))
    expect(rows).to.have.length(30)
  })

  it('judges one that prints binary', async () => {
    const bytes = "printf '\\000\\001\\377\\376'; psql -X -At -c 'SELECT sum(score) FROM points'"
    expect((await judgeOne(harmless, bytes)).status).to.equal('passed')
    const { candidate } = (await judge('SELECT 2', [command('random', 'head -c 4096 /dev/urandom')])).pipelines[0] ?? {}
    expect(JSON.parse(JSON.stringify(candidate))).to.have.property('exitCode', 0)
  })
})

const schema = `
CREATE TABLE points (pupil text, kind text, score int);
INSERT INTO points SELECT 'Pupil ' || i, CASE WHEN i % 3 = 0 THEN 'final' ELSE 'quiz' END, i FROM generate_series(1, 30) i;
CREATE TABLE totals (kind text, total numeric);
INSERT INTO totals VALUES ('old', 1);
CREATE TABLE seen (kind text);`

const files = {
  'db/001_start.sql': 'SELECT 1;\n',
  'pipelines/copy.sql': '\\set ON_ERROR_STOP 1\nINSERT INTO totals SELECT kind, sum(score) FROM points GROUP BY 1;\n',
  'pipelines/read.sql': 'INSERT INTO seen SELECT kind FROM totals;\n',
}

const harmless = 'ALTER TABLE points ADD COLUMN remark text;'
const renamed = 'ALTER TABLE points RENAME score TO result;'
const markedSleep = 543.25

function runningNow(): string {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
}
