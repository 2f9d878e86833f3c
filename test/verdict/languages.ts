import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type Language = 'SQL' | 'Node' | 'Python' | 'R' | 'shell'

/** What runs a language's files here, and what is absent, with the reason. */
export interface Languages {
  /** The words before the file's name. SQL files are run by psql, or by the helper itself. */
  program: Readonly<Partial<Record<Language, string>>>
  absent: readonly { language: Language; why: string }[]
}

const run = promisify(execFile)
const modules = 'import psycopg, pg8000'
const packages = 'library(DBI); library(RPostgreSQL)'

/** Finds the interpreters and clients. A Python with the clients is made once, in the user's cache folder. */
export async function findLanguages(): Promise<Languages> {
  const [python, r, psql] = await Promise.all([findPython(), answers('Rscript', ['-e', packages]), answers('psql', ['--version'])])
  const absent = [
    ...(python === undefined ? [{ language: 'Python' as const, why: 'no Python with psycopg and pg8000 could be made' }] : []),
    ...(r ? [] : [{ language: 'R' as const, why: 'no Rscript with DBI and RPostgreSQL (r-cran-dbi, r-cran-rpostgresql)' }]),
    ...(psql ? [] : [{ language: 'shell' as const, why: 'no psql' }]),
  ]
  const program = {
    Node: process.execPath,
    SQL: 'psql',
    shell: 'sh',
    ...(r ? { R: 'Rscript' } : {}),
    ...(python ? { Python: python } : {}),
  }
  return { program, absent }
}

async function findPython(): Promise<string | undefined> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'prod-replica', 'verdict-python')
  const own = join(cache, 'bin/python')
  for (const python of [process.env.PROD_REPLICA_PYTHON ?? 'python3', own]) if (await answers(python, ['-c', modules])) return python
  const maker = process.env.PROD_REPLICA_PYTHON ?? 'python3'
  if (!existsSync(own) && !(await answers(maker, ['-m', 'venv', cache]))) return undefined
  const requirements = join(import.meta.dirname, 'requirements.txt')
  const made = await answers(own, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', requirements])
  return made ? own : undefined
}

async function answers(program: string, words: readonly string[]): Promise<boolean> {
  return await run(program, [...words], { timeout: 300_000 }).then(
    () => true,
    () => false,
  )
}
