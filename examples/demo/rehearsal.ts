import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Verdict } from '../../src/rehearsal/types.ts'
import type { Change } from './changes.ts'
import { endOf, startHelper } from './child.ts'
import type { Show } from './show.ts'

export interface Rehearsal {
  change: Change
  verdict: Verdict
  seconds: number
  /** Absolute path. */
  reportPath: string
}

/** Runs `prod-replica rehearse` in the checkout, showing it live. An interruption is handed on, and its clean-up waited for. */
export async function rehearseChange(
  change: Change,
  checkout: string,
  environment: Readonly<Record<string, string>>,
  show: Show,
  signal: AbortSignal,
): Promise<Rehearsal> {
  const startedAt = performance.now()
  const results = join(checkout, '.prod-replica', change.name)
  const child = startHelper({
    args: ['rehearse', '--results', results],
    folder: checkout,
    environment,
    onStdout: show.result,
    onStderr: show.progress,
  })
  const interrupt = (): void => {
    child.kill('SIGINT')
  }
  signal.addEventListener('abort', interrupt)
  const exitCode = await endOf(child)
  signal.removeEventListener('abort', interrupt)
  signal.throwIfAborted()
  const seconds = (performance.now() - startedAt) / 1000
  return { change, verdict: await readVerdict(results, exitCode), seconds, reportPath: join(results, 'report.html') }
}

async function readVerdict(results: string, exitCode: number | null): Promise<Verdict> {
  try {
    return JSON.parse(await readFile(join(results, 'verdict.json'), 'utf8'))
  } catch (error) {
    throw new Error(`the rehearsal ended with exit code ${exitCode} and no verdict; its message is above`, { cause: error })
  }
}
