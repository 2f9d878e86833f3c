import { type ChildProcess, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

export interface ShellCall {
  /** As it is written, such as `/bin/sh -e`. */
  shell: string
  command: string
  folder: string
  environment: Readonly<Record<string, string>>
  heard: (text: string) => void
  /** Ends the command after so long without a word, in milliseconds. */
  noOutputTimeoutMs: number
  graceMs: number
  signal: AbortSignal
}

/** Runs a command in a process group of its own. Gives its exit code; 137 where it was killed. Ends it when the signal says so: at once on `kill`. */
export async function runShell(call: ShellCall): Promise<number> {
  const child = startShell(call)
  let silence = setTimeout(() => end(child, call.graceMs), call.noOutputTimeoutMs)
  const hear = (text: string): void => {
    clearTimeout(silence)
    silence = setTimeout(() => end(child, call.graceMs), call.noOutputTimeoutMs)
    call.heard(text)
  }
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear)
  const stop = (): void => end(child, call.signal.reason === 'kill' ? 0 : call.graceMs)
  if (call.signal.aborted) stop()
  call.signal.addEventListener('abort', stop, { once: true })
  try {
    return await endOf(child)
  } finally {
    clearTimeout(silence)
    call.signal.removeEventListener('abort', stop)
  }
}

/** A command that nobody waits for. */
export function startShell({ shell, command, folder, environment }: ShellCall): ChildProcess {
  const [program = '/bin/sh', ...options] = shell.split(/\s+/)
  return spawn(program, [...options, '-c', command], {
    cwd: folder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
}

/** Ends every process that has this home: what a machine runs goes with it. Only processes of that machine have it. */
export async function endMachine(home: string): Promise<void> {
  const own = `\0HOME=${home}\0`
  for (const id of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')
    if (`\0${environment}`.includes(own)) signalTo(Number(id), 'SIGKILL')
  }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    // What a step left running keeps its output open; the step ends with its shell all the same.
    child.once('exit', (code) => setImmediate(() => resolve(code ?? 137)))
  })
}

function end(child: ChildProcess, graceMs: number): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const group = -child.pid
  if (graceMs > 0) signalTo(group, 'SIGTERM')
  const last = setTimeout(() => signalTo(group, 'SIGKILL'), graceMs)
  child.once('exit', () => clearTimeout(last))
}

function signalTo(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal)
  } catch {
    // It has ended meanwhile.
  }
}
