import { realpathSync } from 'node:fs'
import type { Program } from '../ports/program.ts'

/** This process's own program. */
export function findProgram({ argv, execPath, platform, arch }: NodeJS.Process): Program {
  return { file: realPath(argv[1] ?? ''), node: execPath, platform, architecture: arch }
}

/** npm starts a program by a link to it. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
