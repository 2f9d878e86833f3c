import { join, resolve } from 'node:path'
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
 * A copy of the code for every side, in the results folder, so that what one side writes is not in the way of another. The
 * base revision's files for all but the candidate, which gets the checkout's as they are now. Where there is no base
 * revision, all sides share the checkout.
 */
export async function prepareFolders(
  code: Code,
  needed: { rollout: boolean; fresh: boolean },
  ports: IntegratePorts,
): Promise<WorkingFolders> {
  const sha = code.revisions.base?.sha
  const here = ports.folder
  const shared = { baseline: here, control: here, candidate: here, rollout: here, fresh: { baseline: here, control: here }, apart: false }
  if (sha === undefined) return shared
  const results = resolve(here, ports.results)
  const at = (side: string): string => join(results, 'sides', side)
  const fresh = { baseline: at('fresh-baseline'), control: at('fresh-control') }
  const folders = {
    baseline: at('baseline'),
    control: at('control'),
    candidate: at('candidate'),
    rollout: at('rollout'),
    fresh,
    apart: true,
  }
  await ports.files.remove(join(results, 'sides'))
  const revised = [folders.baseline, folders.control, ...(needed.rollout ? [folders.rollout] : [])]
  const current = [folders.candidate, ...(needed.fresh ? [fresh.baseline, fresh.control] : [])]
  await Promise.all([
    ...revised.map((folder) => ports.revisions.exportTo(sha, folder)),
    ...current.map((folder) => ports.revisions.copyTo(folder, results)),
  ])
  for (const folder of [...revised, ...current]) await linkDependencies(folder, ports)
  return folders
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
