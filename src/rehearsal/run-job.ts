import { join } from 'node:path'
import { fail, isReplicaError } from '../errors.ts'
import { SqlFailure } from '../ports/databases.ts'
import type { ShellRequest, ShellResult } from '../ports/shell.ts'
import type { PipelineSpec } from '../spec/types.ts'
import type { OpenRecorder } from '../store/record/recorder.ts'
import { redactSqlMessage } from '../store/record/redact-message.ts'
import { splitStatements } from '../store/sql/statements.ts'
import type { IntegratePorts } from './ports.ts'

/** What one run needs beside the world: where, with which environment, through which recorders. */
export interface JobRun {
  job: PipelineSpec['job']
  name: string
  timeoutMs: number
  /** The code that runs: the checkout, or the base revision's. */
  folder: string
  environment: Readonly<Record<string, string>>
  /** How the job's command is started, where that takes more than a shell. */
  command?: ShellRequest['command']
  /** The recorder that PG* leads to. */
  own: OpenRecorder | undefined
}

/** Runs a command or an SQL file to its end. Failures are in the result. Throws `pipeline.no_file`. */
export function runJob(run: JobRun, ports: IntegratePorts): Promise<ShellResult> {
  return run.job.kind === 'command' ? runCommand(run, run.command ?? run.job.run, ports) : runSqlFile(run, run.job.file, ports)
}

function runCommand(run: JobRun, command: ShellRequest['command'], ports: IntegratePorts): Promise<ShellResult> {
  const { folder, environment, timeoutMs } = run
  return ports.shell.run({ command, folder, environment, timeoutMs, ...(ports.signal === undefined ? {} : { signal: ports.signal }) })
}

async function runSqlFile(run: JobRun, file: string, ports: IntegratePorts): Promise<ShellResult> {
  const text = await ports.files.readText(join(run.folder, file))
  if (text === undefined || run.own === undefined) throw fail('pipeline.no_file', { pipeline: run.name, file })
  const startedAt = ports.clock.now().getTime()
  const finished = new AbortController()
  let timedOut = false
  // Closing the recorder ends the statement that hangs.
  const watch = ports.clock.sleep(run.timeoutMs, finished.signal).then(
    async () => {
      timedOut = true
      await run.own?.close()
    },
    () => {},
  )
  const failure = await runStatements(text, file, run.own, ports)
  finished.abort()
  await watch
  const output = timedOut ? `${file}: not finished after ${run.timeoutMs} ms` : (failure ?? '')
  return { exitCode: failure === undefined ? 0 : 1, timedOut, output, durationMs: ports.clock.now().getTime() - startedAt }
}

/** `file:line: what the server said`, where a statement failed. */
async function runStatements(text: string, file: string, recorder: OpenRecorder, ports: IntegratePorts): Promise<string | undefined> {
  let line = 1
  try {
    const session = await ports.databases.connect({ ...recorder.target, applicationName: 'prod-replica pipeline' })
    try {
      for (const statement of splitStatements(text)) {
        line = statement.line
        await session.execute(statement.text)
      }
    } finally {
      await session.close()
    }
    return undefined
  } catch (error) {
    if (error instanceof SqlFailure) return `${file}:${line}: ${error.sqlState} ${redactSqlMessage(error)}`
    if (isReplicaError(error)) return `${file}:${line}: ${error.message}`
    throw error
  }
}
