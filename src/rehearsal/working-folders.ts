import { join, resolve } from 'node:path'
import type { TreeSource } from '../ports/revisions.ts'
import type { Code } from './base.ts'
import type { IntegratePorts } from './ports.ts'

/** The folder that each side's pipelines run in. */
export interface WorkingFolders {
  baseline: string
  control: string
  candidate: string
  rollout: string
  /** The checkout's code once more, for the baseline of pipelines that the base revision does not have. */
  fresh: { baseline: string; control: string }
  /** Each side has files of its own; false where all of them run in the checkout. */
  apart: boolean
}

/**
 * A copy of the code for every side, in the results folder, so that what one side writes is not in the way of another, and a
 * repository of its own, so that scripts that look for its top do not find the checkout. The base revision's files for all but
 * the candidate, which gets the checkout's as they are now. Where there is no base revision, all sides share the checkout.
 */
export async function prepareFolders(
  code: Code,
  needed: { rollout: boolean; fresh: boolean },
  ports: IntegratePorts,
): Promise<WorkingFolders> {
  const sha = code.revisions.base?.sha
  const here = ports.folder
  if (sha === undefined)
    return { baseline: here, control: here, candidate: here, rollout: here, fresh: { baseline: here, control: here }, apart: false }
  const results = resolve(here, ports.results)
  const sides = join(results, 'sides')
  await ports.files.remove(sides)
  const make = (side: string, source: TreeSource, isNeeded = true): Promise<string> =>
    isNeeded ? makeFolder(join(sides, side), source, ports) : Promise.resolve(join(sides, side))
  const [revised, current] = [{ sha }, { without: results }]
  const [baseline, control, rollout, candidate, freshBaseline, freshControl] = await Promise.all([
    make('baseline', revised),
    make('control', revised),
    make('rollout', revised, needed.rollout),
    make('candidate', current),
    make('fresh-baseline', current, needed.fresh),
    make('fresh-control', current, needed.fresh),
  ])
  return { baseline, control, candidate, rollout, fresh: { baseline: freshBaseline, control: freshControl }, apart: true }
}

async function makeFolder(side: string, source: TreeSource, ports: IntegratePorts): Promise<string> {
  const folder = await ports.revisions.writeTree(side, source)
  await linkDependencies(folder, ports)
  await ports.revisions.makeRepository(side)
  return folder
}

/** What package managers install into the checkout and git ignores. Pipelines read it and do not write to it. */
const dependencyFolders = ['node_modules', '.venv', 'venv', 'renv/library', 'packrat/lib', 'vendor']

async function linkDependencies(folder: string, { files, folder: checkout }: IntegratePorts): Promise<void> {
  for (const name of dependencyFolders) {
    const [source, target] = [join(checkout, name), join(folder, name)]
    if (!(await files.exists(source)) || (await files.exists(target))) continue
    await files.makeFolder(join(target, '..'))
    await files.link(source, target)
  }
}
