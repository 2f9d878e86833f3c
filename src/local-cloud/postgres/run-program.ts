import { spawn } from 'node:child_process'
import type { Account } from './account.ts'

export interface ProgramResult {
  exitCode: number | null
  /** Standard output and standard error as they came. */
  output: string
}

/** Runs one of PostgreSQL's programs to its end as the account; a program that cannot be started gives exit code null. */
export function runProgram(program: string, args: readonly string[], account: Account | undefined): Promise<ProgramResult> {
  return new Promise((resolve) => {
    // The working directory of the caller may be closed to the account.
    const child = spawn(program, args, { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], env: plainEnvironment })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => resolve({ exitCode: null, output: error.message }))
    child.once('close', (exitCode) => resolve({ exitCode, output }))
  })
}

/** The caller's PG… variables and language stay out: servers are the same everywhere, their messages in English. */
export const plainEnvironment = { LC_ALL: 'C', PATH: '/usr/bin:/bin' }
