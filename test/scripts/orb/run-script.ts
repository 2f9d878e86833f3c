import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** The shells that CircleCI starts steps in: bash as it does, and the sh of images without bash. */
export const shells = [
  ['/bin/bash', '-eo', 'pipefail'],
  ['/bin/sh', '-e'],
] as const

export interface Ended {
  exitCode: number | null
  output: string
}

/** Runs one of the orb's scripts as a step does: its text handed to the shell, in a process group of its own. */
export async function runScript(
  [program, ...options]: readonly [string, ...string[]],
  name: string,
  environment: Readonly<Record<string, string>>,
  folder: string,
): Promise<Ended> {
  const child = spawn(program, [...options, '-c', readFileSync(`orb/scripts/${name}.sh`, 'utf8')], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, output }
}
