import type { DatabaseTarget } from '../../ports/databases.ts'
import { createLimit } from '../../production/limit.ts'
import { mapValues } from '../../spec/map-values.ts'
import type { PipelineSpec, Spec } from '../../spec/types.ts'
import { prepareCode } from '../base.ts'
import { applyChange, readSchemas } from '../change.ts'
import { createClones } from '../clones.ts'
import { editedPlaces, isNewPipeline } from '../code/edited.ts'
import { readCodeFiles } from '../code/own-files.ts'
import type { Rehearsal } from '../context.ts'
import { connectedParts } from '../graph.ts'
import { prepareHostnames } from '../hostnames/hostnames.ts'
import { judgeFindings } from '../judge/findings.ts'
import { decideStatus } from '../judge/status.ts'
import type { IntegratePorts } from '../ports.ts'
import type { PipelineResult, Verdict } from '../types.ts'
import { withoutRun } from '../without-run.ts'
import { asTrial, type Numbers, numbersOf } from './as-trial.ts'
import { judgePreflight, type PreflightJudgement } from './judge-preflight.ts'
import { type Rebuilt, rebuildStores } from './rebuild.ts'
import { tryStatements } from './try-statements.ts'
import type { KeptRecording } from './types.ts'

export interface Preflight {
  verdict: Verdict
  /** Why a rehearsal on a replica can tell more; empty where it cannot. */
  needsReplica: readonly string[]
}

/**
 * Judges the checkout's change without any data: on databases that hold the recording's schemas, made on `server` and
 * dropped at the end. What a statement needs to be prepared is all that is known of a pipeline. Throws `change.*`, and what
 * the server refuses.
 */
export async function preflight(spec: Spec, recording: KeptRecording, server: DatabaseTarget, ports: IntegratePorts): Promise<Preflight> {
  const startedAt = ports.clock.now().toISOString()
  const rebuilt = await rebuildStores(recording, server, ports)
  const clones = createClones(ports)
  try {
    const candidate = await clones.of(rebuilt.stores, 'change')
    const judged = await judgeAll(spec, recording, rebuilt, { candidate, clones }, ports)
    return { ...judged, verdict: { ...judged.verdict, startedAt, finishedAt: ports.clock.now().toISOString() } }
  } finally {
    await clones.dropAll()
    await rebuilt.drop()
  }
}

async function judgeAll(
  spec: Spec,
  recording: KeptRecording,
  rebuilt: Rebuilt,
  { candidate, clones }: Pick<Rehearsal, 'candidate' | 'clones'>,
  ports: IntegratePorts,
): Promise<Preflight> {
  const code = await prepareCode(spec, ports)
  const origin = await readSchemas(rebuilt.stores, ports)
  const hostnames = await prepareHostnames({}, spec, candidate, ports)
  const applied = await applyChange(spec, candidate, { code, outputs: {}, hostnames }, ports)
  const { changes, migrations } = applied
  const limit = createLimit(1)
  const stores = { baseline: rebuilt.stores, candidate, origin }
  const rehearsal: Rehearsal = { spec, outputs: {}, code, ...stores, changes, clones, hostnames, limit, ports }
  const numbers = mapValues(origin, numbersOf)
  const failed = applied.findings.length > 0
  const judgements = failed
    ? []
    : (await Promise.all(connectedParts(spec.pipelines).map((part) => judgePart(part, recording, numbers, rehearsal)))).flat()
  ports.signal?.throwIfAborted()
  const schema = changes.map(({ change }) => change)
  const pipelines = spec.pipelines.map(
    (pipeline) => judgements.find(({ result }) => result.name === pipeline.name)?.result ?? withoutRun(pipeline, 'not_run', unrecorded),
  )
  const all = [...applied.findings, ...applied.notes, ...judgements.flatMap(({ findings }) => findings)]
  const findings = await judgeFindings(all, pipelines, schema, spec, ports)
  const verdict = {
    version: 1 as const,
    replicaId: 'preflight',
    revisions: code.revisions,
    startedAt: '',
    finishedAt: '',
    migrations,
    schema,
    checks: [],
    pipelines,
    findings,
    notTested: [...code.notTested, ...applied.notTested, ...rebuilt.notTested, ...unlooked(spec, pipelines)],
    masked: [],
  }
  return { verdict: { ...verdict, status: decideStatus(verdict) }, needsReplica: failed ? [] : reasons(judgements, pipelines) }
}

async function judgePart(
  part: readonly PipelineSpec[],
  recording: KeptRecording,
  numbers: Readonly<Record<string, Numbers>>,
  rehearsal: Rehearsal,
): Promise<PreflightJudgement[]> {
  const known = part.filter(({ name }) => recording.pipelines[name] !== undefined)
  const tried = await tryStatements(known, recording, rehearsal)
  return await Promise.all(
    known.map(async (pipeline) => {
      const { candidate, baseline } = rehearsal.code
      const isNew = await isNewPipeline(pipeline, rehearsal)
      const files = await readCodeFiles(pipeline.job, candidate, rehearsal.ports)
      const old = isNew || candidate === baseline ? files : await readCodeFiles(pipeline.job, baseline, rehearsal.ports)
      const statements = tried[pipeline.name] ?? {}
      const trial = asTrial(pipeline, statements, { files, edited: editedPlaces(old, files) }, numbers, rehearsal)
      return judgePreflight(trial, statements, rehearsal.changes)
    }),
  )
}

const unrecorded = 'it is not in the recording'

function unlooked(spec: Spec, pipelines: readonly PipelineResult[]): Verdict['notTested'] {
  const missing = pipelines.filter(({ reason }) => reason === unrecorded)
  return [
    { what: 'data', why: 'a preflight looks at the schema and at recorded statements only: nothing ran' },
    ...(spec.checks.length === 0
      ? []
      : [{ what: `checks: ${spec.checks.map(({ name }) => name).join(', ')}`, why: 'a preflight runs none' }]),
    ...missing.map(({ name }) => ({ what: name, why: unrecorded })),
  ]
}

function reasons(judgements: readonly PreflightJudgement[], pipelines: readonly PipelineResult[]): string[] {
  const missing = pipelines.flatMap(({ name, reason }) => (reason === unrecorded ? [`${name} is not in the recording`] : []))
  return [...judgements.flatMap(({ needsReplica }) => needsReplica ?? []), ...missing]
}
