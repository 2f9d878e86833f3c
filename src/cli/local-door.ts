import { dirname } from 'node:path'
import { openJournal } from '../actions/journal.ts'
import { ExitCode, fail, isReplicaError } from '../errors.ts'
import type { EmbeddedPostgres, Environment, Ports } from '../ports/index.ts'
import type { MakePorts } from './run.ts'

const defaultFolder = '.prod-replica/cloud'

export interface Door {
  ports: Ports
  close(): Promise<void>
}

/**
 * The ports for a command. With `--local` they lead to the local cloud of that folder: the one that runs there already,
 * or one in this process, which ends with the command. No other code knows the difference.
 */
export async function openPorts(options: Record<string, unknown>, environment: Environment, makePorts: MakePorts): Promise<Door> {
  const door = await openDoor(options, environment, makePorts)
  return { ...door, ports: { ...door.ports, startPostgres } }
}

async function openDoor(options: Record<string, unknown>, environment: Environment, makePorts: MakePorts): Promise<Door> {
  const { local } = options
  const checkout = typeof options.config === 'string' ? dirname(options.config) : '.'
  if (typeof local !== 'string') return { ports: makePorts(environment, checkout), close: async () => {} }
  const folder = local === '' ? defaultFolder : local
  const { attachLocalCloud, startLocalCloud } = await loadLocalCloud()
  const running = await attachLocalCloud(folder)
  if (running !== undefined) return { ports: makePorts({ ...environment, ...running.environment }, checkout), close: async () => {} }
  const started = await startLocalCloud({ folder, timeScale: 0 })
  return { ports: makePorts({ ...environment, ...started.environment }, checkout), close: () => started.close() }
}

/** An empty PostgreSQL of our own; undefined where the local cloud or its servers are not installed. */
async function startPostgres(): Promise<EmbeddedPostgres | undefined> {
  try {
    const { startStandalone } = await loadLocalCloud()
    const { stop, ...server } = await startStandalone()
    return { target: { ...server, database: 'postgres', tls: 'disable' }, stop }
  } catch (error) {
    if (isReplicaError(error) && (error.code === 'cli.no_local_cloud' || error.code === 'local.postgres_missing')) return undefined
    throw error
  }
}

interface ServeOptions {
  folder: string
  port: number
  'time-scale': number
  fault: readonly (string | number)[] | undefined
  trouble: string | undefined
  'private-stores': boolean
  json: boolean
}

/** Serves the local cloud until the process is interrupted. */
export async function serveLocalCloud(options: ServeOptions, ports: Ports): Promise<ExitCode> {
  const { startLocalCloud, parseSettings } = await loadLocalCloud()
  const trouble = readTrouble(options.trouble ?? ports.environment.PROD_REPLICA_LOCAL_TROUBLE ?? '{}', parseSettings)
  const faults = (options.fault ?? []).map((text) => parseFault(String(text)))
  const { folder, port, 'time-scale': timeScale, 'private-stores': privateStores } = options
  const { emit } = openJournal(ports)
  const cloud = await startLocalCloud({ folder, port, timeScale, trouble, faults, privateStores, emit })
  try {
    ports.output.print(formatEnvironment(cloud, options.json))
    await untilInterrupted(ports.interrupted)
  } finally {
    await cloud.close()
  }
  return ExitCode.passed
}

/**
 * `CreateStack=Throttling:3` → fail the next three CreateStack calls with Throttling; `*=throttled:30%` → a share of all
 * calls. Throws `cli.usage`.
 */
export function parseFault(text: string): { on: string; with: string; times?: number; share?: number } {
  const match = /^([^=]+)=(.+?)(?::(\d+)(%?))?$/.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) {
    throw fail('cli.usage', { reason: `--fault ${text} is not ACTION=CODE[:TIMES].`, command: 'local' })
  }
  const number = Number(match[3] ?? 1)
  return { on: match[1], with: match[2], ...(match[4] === '%' ? { share: number / 100 } : { times: number }) }
}

function readTrouble<Settings>(text: string, parse: (value: unknown) => Settings): Settings {
  try {
    return parse(JSON.parse(text))
  } catch (error) {
    const reason = `--trouble is not understood: ${error instanceof Error ? error.message : String(error)}`
    throw fail('cli.usage', { reason, command: 'local' }, error)
  }
}

function formatEnvironment(cloud: { endpoint: string; environment: Readonly<Record<string, string>> }, json: boolean): string {
  if (json) return `${JSON.stringify({ endpoint: cloud.endpoint, environment: cloud.environment })}\n`
  return Object.entries(cloud.environment)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join('')
}

function untilInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** A file of its own beside the helper, which CI jobs do not download. */
async function loadLocalCloud(): Promise<typeof import('../local-cloud/index.ts')> {
  try {
    return await import('../local-cloud/index.ts')
  } catch (error) {
    throw fail('cli.no_local_cloud', {}, error)
  }
}
