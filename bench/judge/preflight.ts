import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabases } from '../../src/adapters/databases.ts'
import { preflight } from '../../src/rehearsal/preflight/preflight.ts'
import type { KeptRecording, KeptStatement } from '../../src/rehearsal/preflight/types.ts'
import { dumpSchema } from '../../src/store/dump/dump.ts'
import { command, makeSpec, portsFor } from '../../test/support/rehearse.ts'
import { type Line, type MeasurePart, median } from './types.ts'

const tables = 60
const sizes = [50, 500, 5_000]

/** A whole preflight, from the recording to the verdict, by the number of its statements. */
export const measurePreflight: MeasurePart = async (server, { rounds }) => {
  const target = { ...server, database: 'postgres', tls: 'disable' as const }
  const session = await createDatabases().connect(target)
  const columns = Array.from({ length: 12 }, (_, at) => `c${at} int`).join(', ')
  await session.execute(Array.from({ length: tables }, (_, at) => `CREATE TABLE t${at} (id int PRIMARY KEY, ${columns});`).join('\n'))
  const dump = await dumpSchema(session)
  await session.close()
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-bench-'))
  await writeFile(join(folder, '1.sql'), 'ALTER TABLE t3 RENAME COLUMN c3 TO renamed;')
  const lines: Line[] = []
  for (const statements of sizes) {
    const recording = recordingOf(dump, statements)
    const seconds: number[] = []
    for (let round = 0; round < rounds; round += 1) seconds.push(await once(recording, target, folder))
    lines.push({ what: `preflight of ${statements} statements`, figures: { seconds: median(seconds) } })
  }
  await rm(folder, { recursive: true })
  return lines
}

async function once(recording: KeptRecording, target: Parameters<typeof preflight>[2], folder: string): Promise<number> {
  const spec = makeSpec({ pipelines: [command('p', 'true')], change: { migrations: { app: ['1.sql'] } } })
  const startedAt = performance.now()
  const { verdict } = await preflight(spec, recording, target, portsFor(folder))
  if (verdict.status !== 'broken') throw new Error(`the preflight finds ${verdict.status}`)
  return (performance.now() - startedAt) / 1_000
}

function recordingOf(dump: KeptRecording['stores'][string]['dump'], count: number): KeptRecording {
  const statements = Array.from({ length: count }, (_, at): KeptStatement => {
    const [one, other, column] = [at % tables, (at * 7) % tables, at % 12]
    const query = `SELECT a.c${column}, b.id, count(*) FROM t${one} a JOIN t${other} b ON a.id = b.id WHERE a.c1 > ${at} GROUP BY 1, 2 ORDER BY 3`
    return {
      fingerprint: String(at),
      text: query,
      query,
      touches: [
        { name: `public.t${one}.c${column}`, delivered: true },
        { name: `public.t${other}.id`, delivered: true },
      ],
    }
  })
  return {
    version: 1,
    madeBy: 'bench',
    stores: { app: { engine: 'postgres', serverVersion: 18, dump } },
    pipelines: { p: { app: statements } },
  }
}
