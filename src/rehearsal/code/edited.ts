import { join } from 'node:path'
import type { Files } from '../../ports/files.ts'
import type { PipelineSpec } from '../../spec/types.ts'
import { commandFiles } from './files/command.ts'
import type { CodeFiles } from './own-files.ts'

/** Whether the checkout has a file that the pipeline names, and the base revision does not. */
export async function isNewPipeline(
  { job }: Pick<PipelineSpec, 'job'>,
  { code, ports }: { code: { candidate: string; baseline: string }; ports: { files: Files } },
): Promise<boolean> {
  for (const file of job.kind === 'sql' ? [job.file] : commandFiles(job.run)) {
    const [now, old] = await Promise.all([code.candidate, code.baseline].map((folder) => ports.files.exists(join(folder, file))))
    if (now === true && old === false) return true
  }
  return false
}

/** Files that the checkout has otherwise than the base, with the first line that differs. */
export function editedPlaces(base: CodeFiles, code: CodeFiles): { file: string; line: number }[] {
  return [...code].flatMap(([file, text]) => {
    const old = base.get(file)
    if (old === text) return []
    const lines = (old ?? '').split('\n')
    const at = text.split('\n').findIndex((line, index) => line !== lines[index])
    return [{ file, line: Math.max(0, at) + 1 }]
  })
}
