import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const helper = fileURLToPath(new URL('../../dist/prod-replica.cjs', import.meta.url))

export interface HelperRun {
  args: readonly string[]
  folder: string
  environment: Readonly<Record<string, string>>
  onStdout(line: string): void
  onStderr(line: string): void
}

/**
 * Starts `prod-replica` as a user would, in a process group of its own: Ctrl-C reaches the demo alone, which
 * then ends its children in the right order, a rehearsal before the cloud that it runs on.
 */
export function startHelper(run: HelperRun): ChildProcess {
  const child = spawn(process.execPath, [helper, ...run.args], {
    cwd: run.folder,
    env: { ...cleanEnvironment(), ...run.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  createInterface({ input: child.stdout }).on('line', run.onStdout)
  createInterface({ input: child.stderr }).on('line', run.onStderr)
  return child
}

/** Resolves when the child and its streams have ended: its exit code, or null after a signal. */
export async function endOf(child: ChildProcess): Promise<number | null> {
  const [exitCode] = await once(child, 'close')
  return exitCode
}

/** The demo must not meet the account, the CI run or the databases that the caller's shell points at. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|CIRCLE|PROD_REPLICA_|PG[A-Z]+$|GIT_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
}
