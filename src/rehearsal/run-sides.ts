import type { PipelineSpec } from '../spec/types.ts'
import type { Sides } from '../store/compare/look.ts'
import type { StagedRehearsal } from './context.ts'
import { type FoundFiles, findIn, writtenSince } from './outputs/collect.ts'
import { compareFiles, type FileComparison, noFiles } from './outputs/compare-files.ts'
import { runSide, type Side, type SideRun } from './run-side.ts'

/** The sides of one part; the base's code on the changed stores where it was asked for. */
export type PartSides = Sides<Side> & { rollout?: Side }

/** What the runs of one pipeline gave. */
export interface SideRuns extends Sides<SideRun> {
  rollout?: SideRun
  files: FileComparison
}

interface Ran {
  run: SideRun
  written: FoundFiles
}

/** Runs a pipeline on every side, all at once or, where they would write to the same files, one side after the other. */
export async function runSides(
  pipeline: PipelineSpec,
  { sides, isNew, inTurn }: { sides: PartSides; isNew: boolean; inTurn: boolean },
  rehearsal: StagedRehearsal,
): Promise<SideRuns> {
  const { fresh } = rehearsal.folders
  const [first, second] = isNew
    ? [
        { ...sides.baseline, folder: fresh.baseline },
        { ...sides.control, folder: fresh.control },
      ]
    : [sides.baseline, sides.control]
  const all = [first, second, sides.candidate, ...(sides.rollout === undefined || isNew ? [] : [sides.rollout])]
  const ran = inTurn
    ? await rehearsal.inTurn(() => oneByOne(all, (side) => runAndCollect(pipeline, side, true, rehearsal)))
    : await Promise.all(all.map((side) => runAndCollect(pipeline, side, false, rehearsal)))
  const [baseline, control, candidate, rollout] = ran as [Ran, Ran, Ran, Ran?]
  const written = { baseline: baseline.written, control: control.written, candidate: candidate.written }
  const files = pipeline.outputs === undefined ? noFiles : await compareFiles(written, rehearsal.ports.files)
  const runs = { baseline: baseline.run, control: control.run, candidate: candidate.run, files }
  return rollout === undefined ? runs : { ...runs, rollout: rollout.run }
}

async function runAndCollect(pipeline: PipelineSpec, side: Side, inTurn: boolean, rehearsal: StagedRehearsal): Promise<Ran> {
  const run = () => rehearsal.limit(() => runAndTell(pipeline, side, rehearsal))
  if (inTurn && !rehearsal.folders.apart) {
    const { result, written } = await rehearsal.shared.during(side.name, run)
    return { run: result, written }
  }
  const { outputs = [] } = pipeline
  const find = (): Promise<FoundFiles> => findIn(side.folder, outputs, rehearsal.ports.files)
  const before = await find()
  const { result, written } = inTurn
    ? await rehearsal.shared.during(side.name, run)
    : { result: await run(), written: new Map<string, never>() }
  return { run: result, written: new Map([...written, ...writtenSince(before, await find())]) }
}

async function runAndTell(pipeline: PipelineSpec, side: Side, rehearsal: StagedRehearsal): Promise<SideRun> {
  const ran = await runSide(pipeline, side, rehearsal)
  const { exitCode, durationMs } = ran.result
  const seconds = Math.round(durationMs / 100) / 10
  if (side.name !== 'control') rehearsal.ports.emit('pipeline.finished', { pipeline: pipeline.name, side: side.name, exitCode, seconds })
  return ran
}

async function oneByOne<From, To>(items: readonly From[], work: (item: From) => Promise<To>): Promise<To[]> {
  const done: To[] = []
  for (const item of items) done.push(await work(item))
  return done
}
