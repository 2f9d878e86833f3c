import { createLimit } from '../production/limit.ts'
import type { PipelineSpec, Spec } from '../spec/types.ts'
import type { Store } from '../store/types.ts'
import { version } from '../version.ts'
import { prepareCode } from './base.ts'
import { type AppliedChange, applyChange, readSchemas } from './change.ts'
import { runChecks } from './checks.ts'
import { type Clones, createClones } from './clones.ts'
import type { Rehearsal } from './context.ts'
import { findDataChanges } from './data-changes.ts'
import { connectedParts } from './graph.ts'
import { guardStores } from './guard.ts'
import { prepareHostnames } from './hostnames/hostnames.ts'
import type { StoreHostnames } from './hostnames/known.ts'
import { judgeFindings } from './judge/findings.ts'
import { type Judgement, judgeTrial } from './judge/judge.ts'
import { isExitCodeAlone } from './judge/printed.ts'
import { decideStatus } from './judge/status.ts'
import { notRunFindings } from './judge/upstream.ts'
import { findMigrations } from './migrations/find.ts'
import type { IntegratePorts } from './ports.ts'
import { keepRecording } from './preflight/keep-recording.ts'
import { type Outcome, runPart } from './run-part.ts'
import type { Trial } from './trial.ts'
import type { CheckResult, Finding, PipelineResult, RunResult, Verdict } from './types.ts'

export type { IntegratePorts } from './ports.ts'

const runsAtATime = 4
const partsAtATime = 2

/**
 * Rehearses a change on the stores of a replica: applies it to clones, runs the checks and every pipeline with and
 * without it from the same bytes, and compares what they wrote. The stores themselves stay as they are, and every clone
 * is gone at the end. `masked` is empty here: the caller knows what was masked. Throws what stops a rehearsal as a
 * whole (`store.*`, `change.no_migrations`, `pipeline.no_file`); what the change breaks is in the verdict.
 */
export async function integrate(
  spec: Spec,
  replica: { id: string; outputs: Record<string, string>; hostnames?: StoreHostnames },
  stores: Readonly<Record<string, Store>>,
  ports: IntegratePorts,
): Promise<Verdict> {
  const startedAt = ports.clock.now().toISOString()
  const clones = createClones(ports)
  try {
    const { rehearsal, applied, notTested } = await prepare(spec, replica, stores, clones, ports)
    const trials = applied.findings.length > 0 ? nothingRan(spec, applied) : await runAll(rehearsal)
    // What was cut short proves nothing.
    ports.signal?.throwIfAborted()
    if (applied.findings.length === 0) await ports.keep?.(await keepRecording(trials.ran, stores, version, ports))
    const schema = rehearsal.changes.map(({ change }) => change)
    const findings = await judgeFindings([...applied.findings, ...applied.notes, ...trials.findings], trials.pipelines, schema, spec, ports)
    const verdict = {
      version: 1 as const,
      replicaId: replica.id,
      revisions: rehearsal.code.revisions,
      startedAt,
      finishedAt: ports.clock.now().toISOString(),
      migrations: applied.migrations,
      schema,
      checks: trials.checks,
      pipelines: inWrittenOrder(spec, trials.pipelines),
      findings,
      notTested: [...notTested, ...trials.notTested],
      masked: [],
    }
    return { ...verdict, status: decideStatus(verdict) }
  } finally {
    await clones.dropAll()
  }
}

async function prepare(
  spec: Spec,
  { outputs, hostnames: known = {} }: { outputs: Readonly<Record<string, string>>; hostnames?: StoreHostnames },
  baseline: Readonly<Record<string, Store>>,
  clones: Clones,
  ports: IntegratePorts,
): Promise<{ rehearsal: Rehearsal; applied: AppliedChange; notTested: Verdict['notTested'] }> {
  const code = await prepareCode(spec, ports)
  await guardStores(baseline, ports)
  const candidate = await clones.of(baseline, 'change')
  const origin = await readSchemas(candidate, ports)
  const hostnames = await prepareHostnames(known, spec, baseline, ports)
  const applied = await applyChange(spec, candidate, { code, outputs, hostnames }, ports)
  const limit = createLimit(runsAtATime)
  const done = new Set(applied.migrations.flatMap(({ source, status }) => (status === 'applied' ? [source] : [])))
  const { files } = await findMigrations(spec, code, ports)
  const data = findDataChanges(
    files.filter(({ file }) => done.has(file)),
    origin,
    applied.changes,
  )
  const changes = [...applied.changes, ...data]
  const rehearsal = { spec, outputs, code, baseline, candidate, origin, changes, clones, hostnames, limit, ports }
  const rollout = spec.change.rollout ? [{ what: 'rollout', why: 'the run between migration and deploy is not built yet' }] : []
  return { rehearsal, applied, notTested: [...code.notTested, ...applied.notTested, ...rollout] }
}

interface Trials {
  checks: CheckResult[]
  pipelines: PipelineResult[]
  findings: Finding[]
  notTested: Verdict['notTested']
  /** Those that ran, on every side. */
  ran: Trial[]
}

async function runAll(rehearsal: Rehearsal): Promise<Trials> {
  const inLine = createLimit(await rehearsal.clones.partsAtATime(rehearsal.baseline, partsAtATime))
  const parts = connectedParts(rehearsal.spec.pipelines).map((part, number) =>
    inLine(async () => {
      const outcomes = await runPart(part, number, rehearsal)
      return { outcomes, judged: judgePart(outcomes, rehearsal) }
    }),
  )
  const checking = runChecks(rehearsal.spec.checks, rehearsal)
  // Whatever fails, the others end first: no clone is in use when the clones are dropped.
  await Promise.allSettled([checking, ...parts])
  const checked = await checking
  const ended = await Promise.all(parts)
  const judged = ended.flatMap((part) => part.judged)
  return {
    checks: checked.results,
    pipelines: judged.map(({ result }) => result),
    findings: [...checked.findings, ...judged.flatMap(({ findings }) => findings)],
    notTested: [...checked.notTested, ...judged.flatMap(({ notTested }) => notTested)],
    ran: ended.flatMap(({ outcomes }) => outcomes).flatMap((outcome) => ('trial' in outcome ? [outcome.trial] : [])),
  }
}

type JudgedOutcome = Judgement & { notTested: Verdict['notTested'] }

function judgePart(outcomes: readonly Outcome[], rehearsal: Rehearsal): JudgedOutcome[] {
  const judged: JudgedOutcome[] = []
  for (const outcome of outcomes) {
    const judgement = judgeOutcome(outcome, rehearsal, judged)
    const { name: pipeline, status } = judgement.result
    const effect = judgement.findings[0]?.effect
    rehearsal.ports.emit('pipeline.judged', { pipeline, status, ...(effect === undefined ? {} : { effect }) })
    judged.push(judgement)
  }
  return judged
}

function judgeOutcome(outcome: Outcome, rehearsal: Rehearsal, before: readonly Judgement[]): JudgedOutcome {
  if (!('trial' in outcome)) {
    const { pipeline, status, reason } = outcome
    const notTested = [{ what: pipeline.name, why: reason }]
    const findings = status === 'not_run' ? notRunFindings(pipeline, before) : []
    return { result: withoutRun(pipeline, status, reason), findings, notTested }
  }
  const judgement = judgeTrial(outcome.trial, rehearsal.changes, before)
  return { ...judgement, notTested: weaknesses(outcome.trial, judgement) }
}

/** What a pipeline's own result does not say. */
function weaknesses(trial: Trial, { result }: Judgement): { what: string; why: string }[] {
  const notes: { what: string; why: string }[] = []
  if (trial.isNew) notes.push({ what: `${result.name}: the base revision's code`, why: "it is new: its baseline ran the checkout's code" })
  if (result.status === 'passed' && isExitCodeAlone(trial)) {
    const why = 'it writes no table and prints nothing that stays the same: only its exit codes were compared'
    notes.push({ what: `${result.name}: its output`, why })
  }
  return notes
}

function nothingRan(spec: Spec, applied: AppliedChange): Trials {
  const reason = `the change could not be applied: ${applied.findings[0]?.effect ?? 'it failed'}`
  const run: RunResult = { exitCode: null, timedOut: false, durationMs: 0, output: '', statements: 0, errors: [] }
  const all = [...spec.checks, ...spec.pipelines]
  return {
    checks: spec.checks.map(({ name }) => ({ name, status: 'skipped', run })),
    pipelines: spec.pipelines.map((pipeline) => withoutRun(pipeline, 'not_run', reason)),
    findings: [],
    notTested: all.map(({ name }) => ({ what: name, why: 'the change could not be applied' })),
    ran: [],
  }
}

function withoutRun(pipeline: PipelineSpec, status: 'skipped' | 'not_run' | 'inconclusive', reason: string): PipelineResult {
  const { name, job, needs, store } = pipeline
  const empty = { reads: [], writes: [], differences: [], unstable: [] }
  return { name, kind: job.kind, needs, status, reason, ...(store === undefined ? {} : { store }), ...empty }
}

function inWrittenOrder(spec: Spec, results: readonly PipelineResult[]): PipelineResult[] {
  return spec.pipelines.flatMap(({ name }) => results.filter((result) => result.name === name))
}
