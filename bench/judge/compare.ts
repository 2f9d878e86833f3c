import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createDatabases } from '../../src/adapters/databases.ts'
import type { DatabaseTarget, Session } from '../../src/ports/databases.ts'
import { lookAtSides, type Sides } from '../../src/store/compare/look.ts'
import { compareOutputs } from '../../src/store/compare/outputs.ts'
import { readSchema } from '../../src/store/schema/tables.ts'
import type { PostgresServer } from '../../test/support/postgres.ts'
import { type Line, type MeasurePart, median } from './types.ts'

const run = promisify(execFile)

/**
 * Comparing a table that a pipeline wrote on both sides: where it is the same, and where ten rows differ, as a multiple of one
 * `count(*)` and beside `SELECT * | sort | diff`; and looking at 1,000 tables of which one was written.
 */
export const measureCompare: MeasurePart = async (server, { rounds, rows }) => {
  const lines: Line[] = []
  for (const size of rows) lines.push(...(await measureSize(server, size, size > 2_000_000 ? 1 : rounds)))
  return [...lines, await measureManyTables(server)]
}

const names = ['baseline', 'control', 'candidate'] as const
const columns = 'id bigint, student int, school text, level text, score numeric(5, 2), weight float8, day date, seen timestamptz'

async function measureSize(server: PostgresServer, size: number, rounds: number): Promise<Line[]> {
  const setup = `CREATE TABLE scores (${columns})`
  const rowsOf = `SELECT g, g % 40000, 'school ' || g % 40, (ARRAY['below', 'at', 'above'])[g % 3 + 1], (g % 10001) / 100.0, sqrt(g),
    date '2020-01-01' + g % 700, timestamptz '2024-01-01' + g * interval '1 second' FROM generate_series(1, ${size}) g`
  return await withSides(server, `bench_compare_${size}`, setup, async ({ sessions, targets }) => {
    const origin = await readSchema(sessions.baseline)
    const before = await lookAtSides(sessions, origin, { altered: new Set() })
    for (const side of names) await sessions[side].execute(`INSERT INTO public.scores ${rowsOf}`)
    for (const side of names) await sessions[side].execute('ANALYZE public.scores')
    const compare = async (): Promise<number> => {
      const after = await lookAtSides(sessions, origin, { before })
      return (await compareOutputs(sessions, before, after, origin)).differences.length
    }
    const count = await medianSeconds(rounds, () => sessions.baseline.query('SELECT count(*) FROM public.scores'))
    await compare()
    const same = await medianSeconds(rounds, compare)
    await sessions.candidate.execute(`UPDATE public.scores SET level = 'above' WHERE id % ${Math.floor(size / 10)} = 7`)
    const differing = await medianSeconds(rounds, compare)
    const diff = await secondsOf(() => sortAndDiff(targets.baseline, targets.candidate))
    const figures = (seconds: number): Line['figures'] => ({
      rows: size,
      seconds,
      count_seconds: count,
      times_count: seconds / count,
      sort_and_diff_seconds: diff,
      times_faster_than_diff: diff / seconds,
    })
    return [
      { what: 'three sides of a table that is the same', figures: figures(same) },
      { what: 'three sides of a table with ten other rows', figures: figures(differing) },
    ]
  })
}

async function measureManyTables(server: PostgresServer): Promise<Line> {
  const setup = `DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE t%s AS SELECT g AS id, g::text AS text FROM generate_series(1, 100) g', i); END LOOP; END $$`
  return await withSides(server, 'bench_compare_many', setup, async ({ sessions }) => {
    const origin = await readSchema(sessions.baseline)
    const first = performance.now()
    const before = await lookAtSides(sessions, origin, { altered: new Set() })
    const firstSeconds = (performance.now() - first) / 1000
    for (const side of names) await sessions[side].execute('UPDATE public.t7 SET text = text')
    const seconds = await secondsOf(async () => {
      const after = await lookAtSides(sessions, origin, { before })
      await compareOutputs(sessions, before, after, origin)
    })
    return { what: '1,000 tables, of which one was written', figures: { first_look_seconds: firstSeconds, seconds } }
  })
}

interface Opened {
  sessions: Sides<Session>
  targets: Sides<DatabaseTarget>
}

/** Three databases that were one. */
async function withSides<Result>(
  { host, port, user, password }: PostgresServer,
  name: string,
  setup: string,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const databases = createDatabases()
  const target = (database: string): DatabaseTarget => ({ host, port, user, password, database, tls: 'disable' })
  const admin = await databases.connect(target('postgres'))
  await admin.execute(`CREATE DATABASE ${name}`)
  const first = await databases.connect(target(name))
  await first.execute(setup)
  await first.close()
  for (const side of names) await admin.execute(`CREATE DATABASE ${name}_${side} TEMPLATE ${name}`)
  const [baseline, control, candidate] = names.map((side) => target(`${name}_${side}`)) as [DatabaseTarget, DatabaseTarget, DatabaseTarget]
  const [one, two, three] = await Promise.all([baseline, control, candidate].map((each) => databases.connect(each)))
  try {
    const sessions = { baseline: one as Session, control: two as Session, candidate: three as Session }
    return await work({ sessions, targets: { baseline, control, candidate } })
  } finally {
    await Promise.all([one, two, three].map((session) => session?.close()))
    for (const database of [...names.map((side) => `${name}_${side}`), name]) await admin.execute(`DROP DATABASE ${database} WITH (FORCE)`)
    await admin.close()
  }
}

/** What one would do by hand. */
async function sortAndDiff(before: DatabaseTarget, after: DatabaseTarget): Promise<void> {
  const rows = ({ host, port, user, database }: DatabaseTarget): string =>
    `<(psql -h ${host} -p ${port} -U ${user} -d ${database} -qAt -c 'SELECT * FROM scores' | LC_ALL=C sort)`
  const script = `diff ${rows(before)} ${rows(after)} > /dev/null; test $? -le 1`
  await run('bash', ['-c', script], { env: { ...process.env, PGPASSWORD: before.password } })
}

async function medianSeconds(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const seconds: number[] = []
  for (let round = 0; round < rounds; round += 1) seconds.push(await secondsOf(work))
  return median(seconds)
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}
