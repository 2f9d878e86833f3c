import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { markOf } from '../../network/host-processes.ts'
import type { World } from '../../types.ts'
import { hostFolder } from './hosts.ts'

/** A command that runs on a host. */
export interface RunningCommand {
  done: Promise<CommandResult>
  /** Ends the command's whole process group. */
  cancel(): void
}

export interface CommandResult {
  status: 'Success' | 'Failed' | 'TimedOut' | 'Cancelled'
  /** -1 where a signal ended it. */
  exitCode: number
  stdout: string
  stderr: string
}

/**
 * Runs AWS-RunShellScript for real, with /bin/sh in the host's directory. It gets a bare environment: nothing of this
 * process's, whose variables may hold credentials. A host's own programs are in its `bin`, its temporary files in its `tmp`.
 */
export function runOnHost(
  world: World,
  hostId: string,
  script: { commands: readonly string[]; folder?: string; timeoutMs: number },
): RunningCommand {
  const controller = { status: undefined as CommandResult['status'] | undefined, end: () => {} }
  const done = start(world, hostId, script, controller)
  return {
    done,
    cancel() {
      controller.status ??= 'Cancelled'
      controller.end()
    },
  }
}

async function start(
  world: World,
  hostId: string,
  script: { commands: readonly string[]; folder?: string; timeoutMs: number },
  controller: { status: CommandResult['status'] | undefined; end: () => void },
): Promise<CommandResult> {
  const home = hostFolder(world, hostId)
  const temporary = join(home, 'tmp')
  await mkdir(temporary, { recursive: true })
  const path = [join(home, 'bin'), '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(':')
  const env = { PATH: path, HOME: home, TMPDIR: temporary, LANG: 'C.UTF-8', ...markOf(world, hostId) }
  const child = spawn('/bin/sh', ['-c', script.commands.join('\n')], {
    cwd: script.folder ?? home,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  controller.end = () => endGroup(child.pid)
  if (controller.status !== undefined) controller.end()
  const timer = setTimeout(() => {
    controller.status ??= 'TimedOut'
    controller.end()
  }, script.timeoutMs)
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)]
  const exitCode = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      stderr.add(Buffer.from(error.message))
      resolve(127)
    })
    child.once('close', (code) => resolve(code ?? -1))
  })
  clearTimeout(timer)
  return { status: controller.status ?? (exitCode === 0 ? 'Success' : 'Failed'), exitCode, stdout: stdout.text(), stderr: stderr.text() }
}

/** As the API gives it: the first 24,000 characters. */
function collect(stream: NodeJS.ReadableStream): { add(chunk: Buffer): void; text(): string } {
  let text = ''
  const add = (chunk: Buffer) => {
    if (text.length < 24_000) text += chunk.toString()
  }
  stream.on('data', add)
  return { add, text: () => text.slice(0, 24_000) }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}
