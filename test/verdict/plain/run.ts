import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Languages } from '../languages.ts'
import { type Pipeline, pipelinesFolder } from '../pipelines.ts'
import { copyDatabase, dropDatabase, type Server } from './databases.ts'
import { type Dump, dumpDatabase } from './dump.ts'

/** What one run of a pipeline left on a plain copy. */
export interface PlainRun {
  exitCode: number | null
  stdout: string
  stderr: string
  /** Text by path; undefined where it wrote none. */
  files: Readonly<Record<string, string | undefined>>
  before: Dump
  after: Dump
}

/** Where plain runs take place. */
export interface PlainStage {
  server: Server
  languages: Languages
}

/** The command line of a pipeline in a folder that holds `pipelines/`. */
export function commandOf(pipeline: Pipeline, { program }: Languages): string {
  const file = `pipelines/${pipeline.file}`
  const words = pipeline.language === 'SQL' ? 'psql -X -q -v ON_ERROR_STOP=1 -f' : program[pipeline.language]
  return `${words} ${file}`
}

/** Runs a pipeline on a copy of `database` and looks at all that it left. `before` is what the database holds. */
export async function runPlain(pipeline: Pipeline, database: string, before: Dump, stage: PlainStage): Promise<PlainRun> {
  const copy = `${database}_${pipeline.name}`
  const folder = await mkdtemp(join(tmpdir(), 'verdict-plain-'))
  await copyDatabase(stage.server, database, copy)
  try {
    await cp(pipelinesFolder, join(folder, 'pipelines'), { recursive: true })
    await symlink(resolve('node_modules'), join(folder, 'node_modules'))
    const ran = await runCommand(commandOf(pipeline, stage.languages), folder, stage.server, copy)
    const files = await Promise.all(
      pipeline.outputs.map(async (path) => [path, await readFile(join(folder, path), 'utf8').catch(() => undefined)] as const),
    )
    return { ...ran, files: Object.fromEntries(files), before, after: await dumpDatabase(stage.server, copy) }
  } finally {
    await dropDatabase(stage.server, copy)
    await rm(folder, { recursive: true, force: true })
  }
}

async function runCommand(
  command: string,
  folder: string,
  server: Server,
  database: string,
): Promise<Pick<PlainRun, 'exitCode' | 'stdout' | 'stderr'>> {
  const { host, port, user, password } = server
  const client = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGDATABASE: database, PGSSLMODE: 'disable' }
  const environment = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', LANG: process.env.LANG ?? 'C.UTF-8', ...client }
  const child = spawn('/bin/sh', ['-c', command], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  const [exitCode] = await once(child, 'close')
  return { exitCode, ...output }
}
