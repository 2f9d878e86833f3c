import { mapValues } from '../spec/map-values.ts'
import type { PipelineSpec } from '../spec/types.ts'
import type { Recording } from '../store/record/recording.ts'
import type { Store } from '../store/types.ts'
import type { Rehearsal } from './context.ts'
import { storeOf } from './context.ts'
import { pipelineEnvironment } from './environment.ts'
import { type LedRun, withNamesLed } from './hostnames/lead.ts'
import { shortenOutput } from './output.ts'
import { runJob } from './run-job.ts'
import type { RunResult } from './types.ts'

/** One side of one connected part: its own clones, and the code that runs on them. */
export interface Side {
  name: 'baseline' | 'control' | 'candidate' | 'rollout'
  stores: Readonly<Record<string, Store>>
  folder: string
}

/** One run of a pipeline, and what the wire showed of it, by store. */
export interface SideRun {
  result: RunResult
  /** All that was printed, passwords taken out. In memory only. */
  printed: string
  /** Programs that it left running, which were ended. */
  leftBehind: readonly string[]
  recordings: Readonly<Record<string, Recording>>
  /** Statements as they were sent, by store. In memory only, until they are analysed. */
  samples: Readonly<Record<string, readonly { fingerprint: string; sql: string }[]>>
}

/** Whether a run did what it should, by its own account. */
export function succeeded(run: RunResult): boolean {
  return run.exitCode === 0 && !run.timedOut
}

/** Runs one pipeline on one side, through a recorder of its own for every store. */
export async function runSide(
  pipeline: Pick<PipelineSpec, 'name' | 'job' | 'timeoutMs' | 'store'>,
  side: Side,
  rehearsal: Rehearsal,
): Promise<SideRun> {
  const { hostnames, ports } = rehearsal
  const databases = mapValues(rehearsal.baseline, ({ target }) => target.database)
  const run = { job: pipeline.job, folder: side.folder }
  return await withNamesLed(run, side.stores, { hostnames, ports, databases }, (led) => runRecorded(pipeline, side, led, rehearsal))
}

async function runRecorded(
  pipeline: Pick<PipelineSpec, 'name' | 'job' | 'timeoutMs' | 'store'>,
  side: Side,
  { recorders, prepare }: LedRun,
  rehearsal: Rehearsal,
): Promise<SideRun> {
  const own = storeOf(rehearsal, pipeline.store)
  const targets = mapValues(recorders, (recorder) => recorder.target)
  const environment = pipelineEnvironment(rehearsal.ports.environment, targets, own, rehearsal.outputs)
  const recorder = own === undefined ? undefined : recorders[own]
  const { job, name, timeoutMs } = pipeline
  const led = job.kind === 'sql' ? undefined : await prepare(job.run, environment)
  const how = { job, name, timeoutMs, folder: side.folder, own: recorder }
  const run = await runJob({ ...how, environment, ...led }, rehearsal.ports).finally(() => led?.end())
  const secrets = Object.values(side.stores).map(({ target }) => target.password)
  const recordings = mapValues(recorders, ({ recording }) => recording)
  const all = Object.values(recordings)
  return {
    result: {
      exitCode: run.exitCode,
      timedOut: run.timedOut,
      durationMs: run.durationMs,
      output: shortenOutput(run.output, secrets),
      statements: all.reduce((sum, { count }) => sum + count, 0),
      errors: all.flatMap(({ errors }) => errors.map(({ sqlState, message }) => ({ sqlState, message }))),
    },
    printed: run.output,
    leftBehind: run.leftBehind ?? [],
    recordings,
    samples: mapValues(recorders, ({ samples }) => samples()),
  }
}
