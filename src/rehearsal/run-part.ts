import type { Session } from '../ports/databases.ts'
import type { PipelineSpec } from '../spec/types.ts'
import { isAltered, type Look, lookAtSides, type Sides } from '../store/compare/look.ts'
import { compareOutputs, type OutputComparison } from '../store/compare/outputs.ts'
import { pairTables } from '../store/compare/pairs.ts'
import { tableName } from '../store/schema/names.ts'
import type { Schema } from '../store/types.ts'
import { readTouched } from './blame/read-touched.ts'
import { editedPlaces, isNewPipeline } from './code/edited.ts'
import { readCodeFiles } from './code/own-files.ts'
import { type StagedRehearsal, storeOf } from './context.ts'
import { pipelineEnvironment } from './environment.ts'
import { obstacleOf } from './hostnames/hostnames.ts'
import { lossIn } from './lost-clones.ts'
import { type Side, type SideRun, succeeded } from './run-side.ts'
import { type PartSides, runSides } from './run-sides.ts'
import type { Trial } from './trial.ts'

/** What became of one pipeline: it ran on all sides, or it did not and this is why. */
export type Outcome = { trial: Trial } | { pipeline: PipelineSpec; status: 'skipped' | 'not_run' | 'inconclusive'; reason: string }

/**
 * Runs one connected part of the graph: each pipeline on every side at once, each side on clones of its own, and compares
 * what it wrote before the next one starts. Where the clones are lost meanwhile, it is inconclusive from there on.
 */
export async function runPart(part: readonly PipelineSpec[], number: number, rehearsal: StagedRehearsal): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>()
  try {
    await runOnClones(part, number, outcomes, rehearsal)
  } catch (error) {
    const reason = lossIn(error)
    if (reason === undefined || rehearsal.ports.signal?.aborted) throw error
    for (const pipeline of part) if (!outcomes.has(pipeline.name)) outcomes.set(pipeline.name, { pipeline, status: 'inconclusive', reason })
  }
  return [...outcomes.values()]
}

async function runOnClones(
  part: readonly PipelineSpec[],
  number: number,
  outcomes: Map<string, Outcome>,
  rehearsal: StagedRehearsal,
): Promise<void> {
  const sides = await makeSides(number, rehearsal)
  const open: Session[] = []
  try {
    const sessions = await connectAll(sides, open, rehearsal)
    const run = { sides, sessions, inTurn: rehearsal.shared.concern(part) }
    let before = await lookAtAll(sessions, rehearsal)
    for (const pipeline of part) {
      const obstacle = (await obstacleTo(pipeline, outcomes, rehearsal)) ?? undefined
      if (obstacle !== undefined) {
        rehearsal.ports.emit('pipeline.skipped', { pipeline: pipeline.name, reason: obstacle.reason })
        outcomes.set(pipeline.name, { pipeline, ...obstacle })
        continue
      }
      const { trial, after } = await runTrial(pipeline, run, before, rehearsal)
      outcomes.set(pipeline.name, { trial })
      before = after
    }
  } finally {
    await Promise.all(open.map((session) => session.close()))
    await Promise.all(Object.values(sides).map((side) => rehearsal.clones.drop(side.stores)))
  }
}

/** What all pipelines of a part share. */
interface PartRun {
  sides: PartSides
  sessions: StoreSessions
  /** One side after the other. */
  inTurn: boolean
}

async function makeSides(number: number, { clones, baseline, candidate, folders, spec, code }: StagedRehearsal): Promise<PartSides> {
  const withRollout = spec.change.rollout && code.revisions.base !== undefined
  const [first, second, third, fourth] = await Promise.all([
    clones.of(baseline, `p${number}_base`),
    clones.of(baseline, `p${number}_base2`),
    clones.of(candidate, `p${number}_cand`),
    withRollout ? clones.of(candidate, `p${number}_roll`) : undefined,
  ])
  return {
    baseline: { name: 'baseline', stores: first, folder: folders.baseline },
    control: { name: 'control', stores: second, folder: folders.control },
    candidate: { name: 'candidate', stores: third, folder: folders.candidate },
    ...(fourth === undefined ? {} : { rollout: { name: 'rollout', stores: fourth, folder: folders.rollout } as const }),
  }
}

type StoreSessions = Readonly<Record<string, Sides<Session>>>
type StoreLooks = Readonly<Record<string, Sides<Look>>>

async function connectAll(sides: Sides<Side>, open: Session[], rehearsal: StagedRehearsal): Promise<StoreSessions> {
  const connect = async (side: Side, store: string): Promise<Session> => {
    const clone = side.stores[store]
    if (clone === undefined) throw new Error(`no clone of ${store}`)
    const session = await rehearsal.ports.databases.connect({ ...clone.target, applicationName: 'prod-replica compare' })
    open.push(session)
    return session
  }
  const sessions: Record<string, Sides<Session>> = {}
  for (const store of Object.keys(rehearsal.baseline)) {
    sessions[store] = {
      baseline: await connect(sides.baseline, store),
      control: await connect(sides.control, store),
      candidate: await connect(sides.candidate, store),
    }
  }
  return sessions
}

async function lookAtAll(sessions: StoreSessions, rehearsal: StagedRehearsal, before: StoreLooks = {}): Promise<StoreLooks> {
  const looks: Record<string, Sides<Look>> = {}
  for (const [store, sides] of Object.entries(sessions)) {
    const old = before[store]
    const since = old === undefined ? { altered: rehearsal.altered[store] ?? ('unknown' as const) } : { before: old }
    looks[store] = await lookAtSides(sides, originOf(rehearsal, store), since)
  }
  return looks
}

function originOf(rehearsal: StagedRehearsal, store: string): Schema {
  return rehearsal.origin[store] ?? new Map()
}

/** Why a pipeline does not run. */
async function obstacleTo(
  pipeline: PipelineSpec,
  outcomes: ReadonlyMap<string, Outcome>,
  rehearsal: StagedRehearsal,
): Promise<{ status: 'skipped' | 'not_run' | 'inconclusive'; reason: string } | undefined> {
  for (const need of pipeline.needs) {
    const outcome = outcomes.get(need)
    if (outcome === undefined || !('trial' in outcome)) return { status: 'not_run', reason: `it needs ${need}, which did not run` }
    const failed = [outcome.trial.baseline, outcome.trial.control, outcome.trial.candidate].some(({ result }) => !succeeded(result))
    if (failed) return { status: 'not_run', reason: `it needs ${need}, which failed` }
  }
  const { hostNames = [] } = rehearsal.ports
  if (pipeline.on !== undefined && !hostNames.includes(pipeline.on)) {
    const here = hostNames[0] === undefined ? 'on the runner' : `on the host ${hostNames[0]}`
    return { status: 'skipped', reason: `it asks for the host ${pipeline.on}, and the work is done ${here}` }
  }
  const refusal = await obstacleOf(pipeline, rehearsal)
  if (refusal !== undefined) return { status: 'inconclusive', reason: refusal }
  return pipeline.skipUnless === undefined ? undefined : await tryCondition(pipeline.skipUnless, rehearsal)
}

const conditionTimeoutMs = 60_000

async function tryCondition(command: string, rehearsal: StagedRehearsal): Promise<{ status: 'skipped'; reason: string } | undefined> {
  const environment = pipelineEnvironment(rehearsal.ports.environment, {}, undefined, rehearsal.outputs)
  const run = await rehearsal.ports.shell.run({ command, folder: rehearsal.code.candidate, environment, timeoutMs: conditionTimeoutMs })
  return run.exitCode === 0 ? undefined : { status: 'skipped', reason: `its condition does not hold here: ${command}` }
}

async function runTrial(
  pipeline: PipelineSpec,
  { sides, inTurn, sessions }: PartRun,
  before: StoreLooks,
  rehearsal: StagedRehearsal,
): Promise<{ trial: Trial; after: StoreLooks }> {
  const isNew = await isNewPipeline(pipeline, rehearsal)
  const { baseline, control, candidate, rollout, files } = await runSides(pipeline, { sides, isNew, inTurn }, rehearsal)
  const after = await lookAtAll(sessions, rehearsal, before)
  const outputs = await compareAll(sessions, before, after, rehearsal)
  const touched = await touchedColumns(baseline, sides.baseline, after, rehearsal)
  const [code, baseCode] = await Promise.all(
    [rehearsal.code.candidate, isNew ? rehearsal.code.candidate : rehearsal.code.baseline].map((folder) =>
      readCodeFiles(pipeline.job, folder, rehearsal.ports, rehearsal.spec.path),
    ),
  )
  const store = storeOf(rehearsal, pipeline.store)
  const facts = {
    alteredByChange: alteredTables(before, rehearsal),
    code: code ?? new Map(),
    baseCode: baseCode ?? new Map(),
    editedFiles: editedPlaces(baseCode ?? new Map(), code ?? new Map()),
  }
  const runs = { baseline, control, candidate, ...(rollout === undefined ? {} : { rollout }) }
  return { trial: { pipeline, isNew, store, ...runs, touched, outputs, files, ...facts }, after }
}

async function compareAll(
  sessions: StoreSessions,
  before: StoreLooks,
  after: StoreLooks,
  rehearsal: StagedRehearsal,
): Promise<Record<string, OutputComparison>> {
  const outputs: Record<string, OutputComparison> = {}
  for (const [store, sides] of Object.entries(sessions)) {
    const [old, now] = [before[store], after[store]]
    if (old !== undefined && now !== undefined) outputs[store] = await compareOutputs(sides, old, now, originOf(rehearsal, store))
  }
  return outputs
}

async function touchedColumns(run: SideRun, side: Side, after: StoreLooks, rehearsal: StagedRehearsal): Promise<Trial['touched']> {
  const touched: Record<string, Trial['touched'][string]> = {}
  for (const [name, clone] of Object.entries(side.stores)) {
    const schema = after[name]?.baseline.schema ?? originOf(rehearsal, name)
    touched[name] = { columns: await readTouched(run, clone, rehearsal.ports), schema }
  }
  return touched
}

/** Tables that already held other rows on the candidate's side when the pipeline began. */
function alteredTables(before: StoreLooks, rehearsal: StagedRehearsal): Set<string> {
  const altered = new Set<string>()
  for (const [store, looks] of Object.entries(before))
    for (const pair of pairTables(looks.baseline.schema, looks.candidate.schema, originOf(rehearsal, store)))
      if (isAltered(pair, looks)) altered.add(`${store}.${tableName(pair.before)}`)
  return altered
}
