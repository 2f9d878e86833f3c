import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { Shell, ShellRequest, ShellResult } from '../ports/shell.ts'
import { endStrays, newMark } from './strays.ts'

const outputLimit = 1024 * 1024
/** Between asking a process group to end and ending it. */
const graceMs = 2_000
/** How long a group's leftovers may hold the output open after the command itself has ended. */
const drainMs = 500

/**
 * Child processes, each the leader of a process group of its own, so that what it started ends with it; what has left the
 * group is found by a mark in its environment.
 */
export function createShell(): Shell {
  return { run }
}

async function run(request: ShellRequest): Promise<ShellResult> {
  const started = performance.now()
  const [program, ...args] = typeof request.command === 'string' ? ['/bin/sh', '-c', request.command] : request.command
  const mark = newMark()
  const child = spawn(program, args, {
    cwd: request.folder,
    env: { ...request.environment, [mark.name]: mark.value },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child, request.onOutput)
  const ending = endInTime(child, request)
  const exitCode = await ended(child, output)
  ending.stop()
  const durationMs = Math.round(performance.now() - started)
  signalGroup(child, 'SIGKILL')
  const leftBehind = await endStrays(mark, child.pid)
  return { exitCode, timedOut: ending.timedOut(), output: output.text(), durationMs, leftBehind }
}

interface Output {
  text(): string
  add(text: string): void
}

function collect(child: ChildProcess, onOutput: ShellRequest['onOutput']): Output {
  let head = ''
  let tail = ''
  let cut = 0
  const add = (text: string): void => {
    onOutput?.(text)
    if (head.length < outputLimit / 2) head += text
    else tail += text
    if (tail.length <= outputLimit) return
    cut += tail.length - outputLimit / 2
    tail = tail.slice(-outputLimit / 2)
  }
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', add)
  return { add, text: () => (cut === 0 ? head + tail : `${head}\n… ${cut} characters left out …\n${tail}`) }
}

/** The exit code: null after a signal, 127 where the program could not be started. */
function ended(child: ChildProcess, output: Output): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      output.add(`${error.message}\n`)
      resolve(127)
    })
    child.once('close', (code) => resolve(code))
    child.once('exit', (code) => setTimeout(() => resolve(code), drainMs).unref())
  })
}

function endInTime(child: ChildProcess, request: ShellRequest): { stop(): void; timedOut(): boolean } {
  let late = false
  let grace: NodeJS.Timeout | undefined
  const end = (): void => {
    signalGroup(child, 'SIGTERM')
    grace = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
  }
  const expire = (): void => {
    late = true
    end()
  }
  const timer = request.timeoutMs === undefined ? undefined : setTimeout(expire, request.timeoutMs)
  request.signal?.addEventListener('abort', end, { once: true })
  if (request.signal?.aborted) end()
  return {
    timedOut: () => late,
    stop: () => {
      clearTimeout(timer)
      clearTimeout(grace)
      request.signal?.removeEventListener('abort', end)
    },
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The whole group has ended already.
  }
}
