import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Verdict } from '../../src/rehearsal/types.ts'
import type { PipelineSpec } from '../../src/spec/types.ts'
import type { Store } from '../../src/store/types.ts'
import { makeCheckout } from '../support/checkout.ts'
import { command, rehearse, sqlFile } from '../support/rehearse.ts'
import type { Change } from './changes/index.ts'
import type { Languages } from './languages.ts'
import { type Pipeline, pipelinesFolder } from './pipelines.ts'
import { commandOf } from './plain/run.ts'

/** The helper's verdict on one change: the migration on a branch of a checkout that holds the pipelines. */
export async function verdictOn(change: Change, pipelines: readonly Pipeline[], store: Store, languages: Languages): Promise<Verdict> {
  const checkout = makeCheckout(companyFiles())
  try {
    checkout.branch('change')
    checkout.write({ 'db/migrations/002_change.sql': change.sql })
    checkout.commit(change.name)
    const specs = pipelines.map((pipeline) => specOf(pipeline, languages))
    return await rehearse(checkout.folder, { change: { migrations: { app: ['db/migrations/*.sql'] } }, pipelines: specs }, store)
  } finally {
    checkout.remove()
  }
}

/** The checkout of the company's main branch. */
export function companyFiles(): Record<string, string> {
  const files = readdirSync(pipelinesFolder).map((name) => [`pipelines/${name}`, readFileSync(join(pipelinesFolder, name), 'utf8')])
  return { ...Object.fromEntries(files), 'db/migrations/001_start.sql': 'SELECT 1;\n' }
}

function specOf(pipeline: Pipeline, languages: Languages): PipelineSpec {
  const more = { timeoutMs: 120_000, ...(pipeline.outputs.length > 0 ? { outputs: pipeline.outputs } : {}) }
  if (pipeline.language === 'SQL') return sqlFile(pipeline.name, `pipelines/${pipeline.file}`, more)
  return command(pipeline.name, commandOf(pipeline, languages), more)
}
