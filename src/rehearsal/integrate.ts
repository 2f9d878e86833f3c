import { createLimit } from '../production/limit.ts'
import type { Spec } from '../spec/types.ts'
import type { Store } from '../store/types.ts'
import { version } from '../version.ts'
import { alteredBetween, readActivities } from './altered.ts'
import { type Code, prepareCode } from './base.ts'
import { type AppliedChange, applyChange, readSchemas } from './change.ts'
import { runChecks } from './checks.ts'
import { type Clones, createClones } from './clones.ts'
import type { StagedRehearsal } from './context.ts'
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
import { chooseLimits, type Limits } from './limits.ts'
import type { IntegratePorts } from './ports.ts'
import { keepRecording } from './preflight/keep-recording.ts'
import { type Outcome, runPart } from './run-part.ts'
import { specOfShard } from './shards/split.ts'
import type { Shard } from './shards/types.ts'
import type { Trial } from './trial.ts'
import type { CheckResult, Finding, PipelineResult, Verdict } from './types.ts'
import { checkWithoutRun, withoutRun } from './without-run.ts'
import { prepareWorkplace } from './workplace.ts'

export type { IntegratePorts } from './ports.ts'

export interface IntegrateOptions {
  /** The share of the pipelines that is run here; all of them without one. */
  shard?: Shard | undefined
  /** How many commands run at a time on this machine. */
  atATime?: number | undefined
  /** By which production's code knows the stores, as production itself has told. */
  hostnames?: StoreHostnames
}

/**
 * Rehearses a change on the stores of a replica: applies it to clones, runs the checks and every pipeline with and
 * without it from the same bytes, and compares what they wrote. The stores themselves stay as they are, and every clone
 * is gone at the end. `masked` is empty here: the caller knows what was masked. Throws what stops a rehearsal as a
 * whole (`store.*`, `change.no_migrations`, `pipeline.no_file`); what the change breaks is in the verdict.
 */
export async function integrate(
  spec: Spec,
  replica: { id: string; outputs: Record<string, string> },
  stores: Readonly<Record<string, Store>>,
  ports: IntegratePorts,
  { shard, atATime, hostnames = {} }: IntegrateOptions = {},
): Promise<Verdict> {
  const startedAt = ports.clock.now().toISOString()
  const own = shard === undefined ? spec : specOfShard(spec, shard)
  const limits = chooseLimits(atATime, shard?.total)
  const clones = createClones(ports, limits.clones)
  try {
    const { rehearsal, applied, notTested } = await prepare(own, { outputs: replica.outputs, hostnames }, stores, clones, limits, ports)
    const trials =
      applied.findings.length > 0 ? nothingRan(own, applied) : await runAll(rehearsal, limits).finally(rehearsal.shared.restore)
    // What was cut short proves nothing.
    ports.signal?.throwIfAborted()
    if (applied.findings.length === 0) await ports.keep?.(await keepRecording(trials.ran, stores, version, ports))
    const schema = rehearsal.changes.map(({ change }) => change)
    const found = [...applied.findings, ...applied.notes, ...trials.findings]
    const findings = await judgeFindings(found, trials.pipelines, schema, own, ports, shard === undefined)
    const verdict = {
      version: 1 as const,
      replicaId: replica.id,
      revisions: rehearsal.code.revisions,
      startedAt,
      finishedAt: ports.clock.now().toISOString(),
      migrations: applied.migrations,
      schema,
      checks: trials.checks,
      pipelines: inWrittenOrder(own, trials.pipelines),
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
  { outputs, hostnames: known }: { outputs: Readonly<Record<string, string>>; hostnames: StoreHostnames },
  baseline: Readonly<Record<string, Store>>,
  clones: Clones,
  limits: Limits,
  ports: IntegratePorts,
): Promise<{ rehearsal: StagedRehearsal; applied: AppliedChange; notTested: Verdict['notTested'] }> {
  const code = await prepareCode(spec, ports)
  await guardStores(baseline, ports)
  const candidate = await clones.of(baseline, 'change')
  const origin = await readSchemas(candidate, ports)
  const untouched = await readActivities(candidate, ports)
  const hostnames = await prepareHostnames(known, spec, baseline, ports)
  const applied = await applyChange(spec, candidate, { code, outputs, hostnames }, ports)
  const limit = createLimit(limits.commands)
  const done = new Set(applied.migrations.flatMap(({ source, status }) => (status === 'applied' ? [source] : [])))
  const data = findDataChanges(
    applied.files.filter(({ file }) => done.has(file)),
    origin,
    applied.changes,
  )
  const changes = [...applied.changes, ...data]
  const altered = alteredBetween(untouched, await readActivities(candidate, ports))
  const workplace = await prepareWorkplace(spec, code, ports)
  const stores = { baseline, candidate, origin }
  const rehearsal = { spec, outputs, code, ...stores, changes, altered, clones, hostnames, limit, ...workplace, ports }
  return { rehearsal, applied, notTested: [...code.notTested, ...applied.notTested, ...withoutRollout(spec, code)] }
}

/** Between migration and deploy the base's code meets the changed stores: without a base there is no such code. */
function withoutRollout(spec: Spec, code: Code): Verdict['notTested'] {
  if (!spec.change.rollout || code.revisions.base !== undefined) return []
  return [{ what: 'rollout', why: "the base revision's code is not known" }]
}

interface Trials {
  checks: CheckResult[]
  pipelines: PipelineResult[]
  findings: Finding[]
  notTested: Verdict['notTested']
  /** Those that ran, on every side. */
  ran: Trial[]
}

async function runAll(rehearsal: StagedRehearsal, { parts: most, shards }: Limits): Promise<Trials> {
  const inLine = createLimit(Math.max(1, Math.floor((await rehearsal.clones.partsAtATime(rehearsal.baseline, most * shards)) / shards)))
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

function judgePart(outcomes: readonly Outcome[], rehearsal: StagedRehearsal): JudgedOutcome[] {
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

function judgeOutcome(outcome: Outcome, rehearsal: StagedRehearsal, before: readonly Judgement[]): JudgedOutcome {
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
  const daemons = [...new Set([trial.baseline, trial.control, trial.candidate].flatMap(({ leftBehind }) => leftBehind))]
  if (daemons.length > 0) {
    const why = `it left ${daemons.join(', ')} running: ended when the pipeline was done, and what they would have written later was not seen`
    notes.push({ what: `${result.name}: what it starts`, why })
  }
  if (result.status === 'passed' && isExitCodeAlone(trial)) {
    const why = 'it writes no table and prints nothing that stays the same: only its exit codes were compared'
    notes.push({ what: `${result.name}: its output`, why })
  }
  return notes
}

function nothingRan(spec: Spec, applied: AppliedChange): Trials {
  const reason = `the change could not be applied: ${applied.findings[0]?.effect ?? 'it failed'}`
  const all = [...spec.checks, ...spec.pipelines]
  return {
    checks: spec.checks.map(({ name }) => checkWithoutRun(name)),
    pipelines: spec.pipelines.map((pipeline) => withoutRun(pipeline, 'not_run', reason)),
    findings: [],
    notTested: all.map(({ name }) => ({ what: name, why: 'the change could not be applied' })),
    ran: [],
  }
}

function inWrittenOrder(spec: Spec, results: readonly PipelineResult[]): PipelineResult[] {
  return spec.pipelines.flatMap(({ name }) => results.filter((result) => result.name === name))
}
