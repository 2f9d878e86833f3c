import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { createDatabases } from '../../src/adapters/databases.ts'
import { createRelays } from '../../src/adapters/relays/relays.ts'
import type { DatabaseTarget } from '../../src/ports/databases.ts'
import { openRecorder } from '../../src/store/record/recorder.ts'
import { createStartup } from '../../src/store/record/startup.ts'
import type { Store } from '../../src/store/types.ts'
import { type Line, type MeasurePart, median } from './types.ts'

const run = promisify(execFile)
const queries = 10_000

/**
 * What the recorder adds: to 10,000 look-ups that do nothing else, to a pipeline of 10,000 queries that works on what it reads,
 * and to a COPY of 100 MB; beside a relay that looks at nothing, which is the price of the second hop alone.
 */
export const measureRecorder: MeasurePart = async (server, { rounds }) => {
  const target: DatabaseTarget = { ...server, database: 'postgres', tls: 'disable' }
  await fill(target)
  const store: Store = { name: 'app', engine: 'postgres', server: 'postgres', serverVersion: 18, target }
  const relays = createRelays()
  const recorder = await openRecorder(store, target.database, { relays })
  const bare = await relays.open(target, () => ({
    opening: createStartup(target),
    fromClient() {},
    fromServer() {},
    distrusted() {},
  }))
  const ports = { direct: server.port, hop: bare.port, recorder: recorder.target.port }
  const lines: Line[] = []
  for (const work of ['lookup', 'pipeline', 'copy'] as const) lines.push(await compare(work, { ...target, ...server }, ports, rounds))
  await Promise.all([recorder.close(), bare.close()])
  return lines
}

async function fill(target: DatabaseTarget): Promise<void> {
  const session = await createDatabases().connect(target)
  await session.execute(`
    CREATE TABLE scores AS SELECT g AS id, g % 4000 AS student, 'school ' || g % 40 AS school, g % 101 AS score, date '2020-01-01' + g % 700 AS day
      FROM generate_series(1, 200000) g;
    ALTER TABLE scores ADD PRIMARY KEY (id); CREATE INDEX ON scores (student); ANALYZE scores;
    CREATE TABLE wide AS SELECT g AS id, repeat(md5(g::text), 8) AS text FROM generate_series(1, 400000) g`)
  await session.close()
}

type Work = 'lookup' | 'pipeline' | 'copy'

async function compare(work: Work, target: DatabaseTarget, ports: Readonly<Record<string, number>>, rounds: number): Promise<Line> {
  const seconds: Record<string, number[]> = {}
  for (let round = 0; round < rounds; round += 1)
    for (const [way, port] of Object.entries(ports)) {
      const took = await once(work, { ...target, port })
      seconds[way] = [...(seconds[way] ?? []), took]
    }
  const [direct, hop, recorder] = ['direct', 'hop', 'recorder'].map((way) => median(seconds[way] ?? [])) as [number, number, number]
  const perQuery = work === 'copy' ? {} : { added_us_a_query: ((recorder - direct) * 1e6) / queries }
  return {
    what: { lookup: '10,000 look-ups by key', pipeline: 'a pipeline of 10,000 queries', copy: 'COPY of 100 MB to the client' }[work],
    figures: { direct_s: direct, hop_s: hop, recorder_s: recorder, hop_ratio: hop / direct, ratio: recorder / direct, ...perQuery },
  }
}

/** Seconds that the client itself needed, its own start left out. */
async function once(work: Work, { host, port, user, password }: DatabaseTarget): Promise<number> {
  const env = { ...process.env, PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: 'postgres' }
  const { stdout } = await run(process.execPath, [resolve('bench/judge/client.mjs'), work, String(queries)], { env })
  return Number(stdout)
}
