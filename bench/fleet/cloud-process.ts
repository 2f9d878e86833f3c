import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A local cloud in a process of its own, so that its work is not counted as ours. */
export interface CloudProcess {
  environment: Record<string, string>
  /** Calls a second that each operation bears from now on; undefined is no limit. Calls are counted anew. */
  limit(perSecond: number | undefined): Promise<void>
  /** Calls since then by operation, throttled ones too. */
  calls(): Promise<Record<string, number>>
  stop(): Promise<void>
}

/** `timeScale` is the share of AWS's own durations. The bundle in dist/ is used. */
export async function startCloudProcess(timeScale: number): Promise<CloudProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-fleet-'))
  const words = ['dist/prod-replica.cjs', 'local', '--json', '--folder', folder, '--time-scale', String(timeScale)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] })
  const { endpoint, environment } = JSON.parse(await firstLine(child)) as { endpoint: string; environment: Record<string, string> }
  const page = async (path: string, init?: RequestInit): Promise<unknown> => (await fetch(`${endpoint}/_local/${path}`, init)).json()
  return {
    environment,
    async limit(perSecond) {
      const body = JSON.stringify(perSecond === undefined ? {} : { rates: { '*': perSecond } })
      await page('faults', { method: 'PUT', body, headers: { 'content-type': 'application/json' } })
      await page('calls', { method: 'DELETE' })
    },
    calls: async () => (await page('calls')) as Record<string, number>,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      if (text.includes('\n')) resolve(text)
    })
    child.once('exit', (code) => reject(new Error(`the local cloud ended with ${code}`)))
  })
}
