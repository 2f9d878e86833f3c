import { createLimit } from '../production/limit.ts'
import type { Spec } from '../spec/types.ts'
import type { Code } from './base.ts'
import { isNewPipeline } from './code/edited.ts'
import type { StagedRehearsal } from './context.ts'
import { shareFiles } from './outputs/outside.ts'
import type { IntegratePorts } from './ports.ts'
import { prepareFolders } from './working-folders.ts'

/** Where the pipelines of every side run, and how those take turns that write to the same places. */
export async function prepareWorkplace(
  spec: Spec,
  code: Code,
  ports: IntegratePorts,
): Promise<Pick<StagedRehearsal, 'folders' | 'shared' | 'inTurn'>> {
  const fresh = await Promise.all(spec.pipelines.map((pipeline) => isNewPipeline(pipeline, { code, ports })))
  const folders = await prepareFolders(code, { rollout: spec.change.rollout, fresh: fresh.includes(true) }, ports)
  return { folders, shared: await shareFiles(spec.pipelines, folders, ports), inTurn: createLimit(1) }
}
