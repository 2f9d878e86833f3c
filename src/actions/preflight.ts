import { resolve } from 'node:path'
import { type ExitCode, fail } from '../errors.ts'
import { type DatabaseTarget, SqlFailure } from '../ports/databases.ts'
import type { Ports } from '../ports/index.ts'
import { parseRecording } from '../rehearsal/preflight/parse-recording.ts'
import { preflight as judge, type Preflight } from '../rehearsal/preflight/preflight.ts'
import type { KeptRecording } from '../rehearsal/preflight/types.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { untilAnswers } from '../store/until-answers.ts'
import { writeReport } from './report.ts'
import { openRun, type Run, type RunOptions } from './run.ts'

export interface PreflightOptions extends RunOptions {
  recording?: string | undefined
  postgres?: string | undefined
}

/** Judges the change from the last recording alone. Writes verdict.json, preflight.json and every face of the report. */
export async function preflight(options: PreflightOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const recording = await readRecording(options.recording ?? run.results.path('recording.json'), ports)
  const server = await openServer(options.postgres, ports)
  try {
    await untilAnswers(server.target, { ...ports, emit: run.emit, signal: ports.interrupted })
    const judged = await onServer(run, recording, server.target)
    const { verdict, needsReplica } = judged
    await run.results.writeJson('verdict.json', verdict)
    await run.results.writeJson('preflight.json', { status: verdict.status, needsReplica: needsReplica.length > 0, reasons: needsReplica })
    await writeReport(run, { verdict })
    if (!run.json) ports.output.print(formatNeed(judged))
    return exitCodeOf(verdict)
  } finally {
    await server.stop()
  }
}

async function readRecording(path: string, { files, workingFolder }: Ports): Promise<KeptRecording> {
  const text = await files.readText(resolve(workingFolder, path))
  if (text === undefined) throw fail('preflight.no_recording', { path })
  return parseRecording(text, path)
}

async function onServer(run: Run, recording: KeptRecording, target: DatabaseTarget): Promise<Preflight> {
  const { ports, emit } = run
  try {
    return await judge(run.spec, recording, target, { ...ports, emit, results: run.results.folder, signal: ports.interrupted })
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error
    const server = `${target.host}:${target.port}`
    throw fail('preflight.refused', { server, sqlState: error.sqlState, reason: error.message }, error)
  }
}

async function openServer(url: string | undefined, ports: Ports): Promise<{ target: DatabaseTarget; stop(): Promise<void> }> {
  if (url !== undefined) return { target: parseServer(url), stop: async () => {} }
  const embedded = await ports.startPostgres?.()
  if (embedded === undefined) throw fail('preflight.no_server', undefined)
  return embedded
}

/** `postgres://user:password@host:port/database?sslmode=require`. Throws `cli.usage`, without what may be a password. */
export function parseServer(text: string): DatabaseTarget {
  const wrong = (): Error =>
    fail('cli.usage', { reason: '--postgres is not postgres://user:password@host:port/database.', command: 'preflight' })
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw wrong()
  }
  if (!/^postgres(?:ql)?:$/.test(url.protocol) || url.hostname === '' || url.username === '') throw wrong()
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: /^(?:require|verify)/.test(url.searchParams.get('sslmode') ?? '') ? 'require' : 'disable',
  }
}

function formatNeed({ needsReplica }: Preflight): string {
  if (needsReplica.length === 0) return 'A replica would tell nothing more: no pipeline uses what the change touches.\n'
  return `A replica can tell more:\n${needsReplica.map((reason) => `  ${reason}\n`).join('')}`
}
