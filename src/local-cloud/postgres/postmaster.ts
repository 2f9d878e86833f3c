import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '../../errors.ts'
import { lastTrouble } from './failure.ts'
import type { Installation } from './installation.ts'
import { plainEnvironment } from './run-program.ts'
import { endStalePostmaster } from './stale.ts'

/** One running server. */
export interface Postmaster {
  port: number
  /** `fast` closes connections and writes everything down; `immediate` is for data that is thrown away. */
  stop(how: 'fast' | 'immediate'): Promise<void>
}

/**
 * Starts the server of a folder (`data`, `log`) and returns when it takes connections. It tries `port` first, then free
 * ones. It ends with our process, however that ends. Throws `local.postgres_failed` with the last line of its log.
 */
export async function startPostmaster(
  installation: Installation,
  server: { id: string; folder: string },
  options: { port?: number; parameters: readonly string[] },
): Promise<Postmaster> {
  await endStalePostmaster(join(server.folder, 'data'))
  let trouble = ''
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = attempt === 0 && options.port !== undefined ? options.port : await findFreePort()
    const child = await launch(installation, server.folder, ['-p', String(port), ...options.parameters])
    if (await becomesReady(child, server.folder)) return { port, stop: (how) => stop(child, how) }
    await stop(child, 'immediate')
    trouble = await lastTrouble(join(server.folder, 'log'))
    if (!/could not (bind|create any TCP)|Address already in use/.test(await readLog(server.folder))) break
  }
  throw fail('local.postgres_failed', { server: server.id, reason: trouble })
}

/**
 * The shell becomes PostgreSQL (so the process id is its own) after leaving a watcher behind, which reads a pipe that we
 * hold: where we die without a word, even by SIGKILL, the pipe closes and the watcher ends the server.
 */
const watched = 'exec 3<&0; (read -r _ <&3 || kill -INT $$) >/dev/null 2>&1 & exec "$@" </dev/null 3<&-'

async function launch(installation: Installation, folder: string, args: readonly string[]): Promise<ChildProcess> {
  const log = await open(join(folder, 'log'), 'w', 0o600)
  try {
    const child = spawn('/bin/sh', ['-c', watched, 'sh', installation.postgres, '-D', join(folder, 'data'), ...args], {
      ...installation.account,
      cwd: '/',
      env: plainEnvironment,
      stdio: ['pipe', log.fd, log.fd],
      // A group of its own: Ctrl-C in a terminal must not stop the databases before the replica is torn down.
      detached: true,
    })
    child.on('error', () => {})
    child.stdin?.on('error', () => {})
    child.once('exit', () => child.stdin?.end('stop\n'))
    child.unref()
    ;(child.stdin as unknown as { unref?: () => void }).unref?.()
    return child
  } finally {
    await log.close()
  }
}

/** Whether the server says in its postmaster.pid that it is ready; false when it ended, or took over a minute. */
async function becomesReady(child: ChildProcess, folder: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 10) {
    if (hasEnded(child)) return false
    const lines = (await readFile(join(folder, 'data/postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return true
    await sleep(10)
  }
  return false
}

async function stop(child: ChildProcess, how: 'fast' | 'immediate'): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.stdin?.end('stop\n')
  for (const signal of how === 'fast' ? (['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) : (['SIGQUIT', 'SIGKILL'] as const)) {
    child.kill(signal)
    if (await settlesWithin(ended, 5_000)) return
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function settlesWithin(promise: Promise<void>, timeoutMs: number): Promise<boolean> {
  const giveUp = new AbortController()
  const timeout = sleep(timeoutMs, false, { signal: giveUp.signal }).catch(() => false)
  const settled = await Promise.race([promise.then(() => true), timeout])
  giveUp.abort()
  return settled
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

function readLog(folder: string): Promise<string> {
  return readFile(join(folder, 'log'), 'utf8').catch(() => '')
}
