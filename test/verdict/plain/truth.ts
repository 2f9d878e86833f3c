import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Change } from '../changes/index.ts'
import type { Pipeline } from '../pipelines.ts'
import { copyDatabase, dropDatabase, type Server } from './databases.ts'
import { dumpDatabase } from './dump.ts'
import { type Baseline, type Effect, trueEffect } from './effect.ts'
import { type PlainStage, runPlain } from './run.ts'

/** What truly becomes of pipelines, shown on plain copies of one database. */
export interface Truth {
  /** The effect of a change on some pipelines, by their names. `name` is for databases of its own. */
  of(change: Change, chosen: readonly Pipeline[], name: string): Promise<Map<string, Effect>>
}

/** Runs every pipeline twice without a change. Throws where one fails: nothing could be learned from it. */
export async function establishTruth(pipelines: readonly Pipeline[], database: string, stage: PlainStage): Promise<Truth> {
  const before = await dumpDatabase(stage.server, database)
  const baselines = new Map<string, Baseline>()
  for (const pipeline of pipelines) {
    const first = await runPlain(pipeline, database, before, stage)
    const second = await runPlain(pipeline, database, before, stage)
    for (const run of [first, second])
      if (run.exitCode !== 0) throw new Error(`${pipeline.name} fails without any change:\n${run.stdout}\n${run.stderr}`)
    baselines.set(pipeline.name, { first, second })
  }
  return { of: (change, chosen, name) => effectsOf(change, `${database}_${name}`, database, baselines, chosen, stage) }
}

async function effectsOf(
  change: Change,
  changed: string,
  database: string,
  baselines: ReadonlyMap<string, Baseline>,
  pipelines: readonly Pipeline[],
  stage: PlainStage,
): Promise<Map<string, Effect>> {
  await copyDatabase(stage.server, database, changed)
  try {
    await migrate(change.sql, changed, stage.server)
    const before = await dumpDatabase(stage.server, changed)
    const effects = new Map<string, Effect>()
    for (const pipeline of pipelines) {
      const baseline = baselines.get(pipeline.name)
      if (baseline === undefined) continue
      effects.set(pipeline.name, trueEffect(baseline, await runPlain(pipeline, changed, before, stage), change))
    }
    return effects
  } finally {
    await dropDatabase(stage.server, changed)
  }
}

/** By psql, as a team would without any tool. */
async function migrate(sql: string, database: string, { host, port, user, password }: Server): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'verdict-change-'))
  const file = join(folder, 'change.sql')
  await writeFile(file, sql)
  const words = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', host, '-p', String(port), '-U', user, '-d', database, '-f', file]
  try {
    await promisify(execFile)('psql', words, { env: { ...process.env, PGPASSWORD: password } })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
