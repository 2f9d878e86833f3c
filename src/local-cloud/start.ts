import { mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import { createClock } from '../adapters/clock.ts'
import { createEntropy } from '../adapters/entropy.ts'
import { fail, isReplicaError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Entropy } from '../ports/entropy.ts'
import { type EndpointFile, endpointPath } from './attach.ts'
import { createCallCounts } from './call-counts.ts'
import { type CloudFormationService, createCloudFormation } from './cloudformation/cloudformation.ts'
import { localEnvironment } from './environment.ts'
import { createFaults } from './faults/faults.ts'
import { createRateLimits } from './faults/rate-limits.ts'
import type { FaultSettings } from './faults/settings.ts'
import { lockFolder } from './folder-lock.ts'
import { knowsProcesses } from './network/host-processes.ts'
import { createDatabaseServers } from './postgres/servers.ts'
import { handlers } from './resources/index.ts'
import { listen } from './server.ts'
import { services, startBackground } from './services/index.ts'
import { openState } from './state.ts'
import type { Fault, World } from './types.ts'

export interface LocalCloudOptions {
  /** Where all state lives; it is made where it is missing. */
  folder: string
  /** On 127.0.0.1; 0 or absent takes a free one. */
  port?: number
  /** Real seconds an AWS second takes: 1 is as slow as AWS, 0 at once. */
  timeScale: number
  /** What is to go wrong from the start; `/_local/faults` changes it. */
  faults?: readonly Fault[]
  trouble?: Partial<FaultSettings>
  /** Databases that are not publicly accessible are reached by hosts alone. Needs Linux. */
  privateStores?: boolean
  region?: string
  clock?: Clock
  entropy?: Entropy
  emit?: Emit
}

export interface LocalCloud {
  endpoint: string
  environment: Record<string, string>
  world: World
  /** Stops the server, operations and databases; the next local cloud on the folder carries on with them. */
  close(): Promise<void>
}

/**
 * Starts the local cloud on a folder. Rejects with `local.folder_in_use`, `local.port_in_use`, `local.no_space`,
 * `local.folder_unusable`, `local.state_damaged`, `local.postgres_failed`, `local.network_unknown`; then nothing is left running.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  if (options.privateStores === true && !(await knowsProcesses())) throw fail('local.network_unknown', {})
  const folder = await makeFolder(options.folder)
  const unwind: (() => Promise<unknown>)[] = [await lockFolder(folder)]
  const close = async (): Promise<void> => {
    for (const undo of unwind.splice(0).reverse()) await undo()
  }
  try {
    return { ...(await open(options, folder, unwind)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function makeFolder(named: string): Promise<string> {
  try {
    await mkdir(named, { recursive: true, mode: 0o700 })
    return await realpath(named)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw code === 'ENOSPC'
      ? fail('local.no_space', { folder: named }, error)
      : fail('local.folder_unusable', { folder: named, code }, error)
  }
}

/** `unwind` gets what has to be undone, in the order in which it was done. */
async function open(options: LocalCloudOptions, folder: string, unwind: (() => Promise<unknown>)[]): Promise<Omit<LocalCloud, 'close'>> {
  const server = await listen(options.port ?? 0)
  unwind.push(() => server.close())
  const endpoint = `http://127.0.0.1:${server.port}`
  const world = await makeWorld(options, folder, endpoint)
  unwind.push(() => world.databases.stopAll())
  await world.databases.startAll()
  const emit: Emit = options.emit ?? (() => {})
  const cloudFormation = startCloudFormation(world, emit)
  unwind.push(() => cloudFormation.stop())
  const all = [...services, cloudFormation.service].map((service) => [service.signingName, service] as const)
  server.serve({ world, services: new Map(all), port: server.port, emit, limits: createRateLimits(world.clock), calls: createCallCounts() })
  await announce(world)
  unwind.push(() => rm(endpointPath(folder), { force: true }))
  cloudFormation.resume()
  const background = startBackground(world)
  unwind.push(() => background.close())
  emit('local.started', { endpoint, folder })
  return { endpoint, environment: localEnvironment(endpoint, world.region), world }
}

async function makeWorld(options: LocalCloudOptions, folder: string, endpoint: string): Promise<World> {
  const { timeScale, region = 'us-east-1', clock = createClock(), entropy = createEntropy() } = options
  const faults = createFaults(clock, { ...options.trouble, faults: [...(options.trouble?.faults ?? []), ...(options.faults ?? [])] })
  const state = await openState(folder, { clock, keepsPast: () => faults.settings().stale.seconds > 0 })
  const databases = createDatabaseServers({ folder, clock, entropy, state, privateStores: options.privateStores ?? false })
  const place = { account: '111122223333', region, partition: 'aws' }
  return { folder, ...place, endpoint, timeScale, clock, entropy, state, databases, faults }
}

function startCloudFormation(world: World, emit: Emit): CloudFormationService {
  const s3 = services.find(({ signingName }) => signingName === 's3')
  const onCrash = (stack: string, error: unknown): void => {
    const reason = isReplicaError(error) ? error.message : String(error)
    emit('local.operation_broken', { stack, reason })
  }
  return createCloudFormation({ world, handlers, s3, onCrash })
}

async function announce({ folder, endpoint, region }: World): Promise<void> {
  const file: EndpointFile = { endpoint, region, pid: process.pid }
  await writeFile(endpointPath(folder), JSON.stringify(file), { mode: 0o600 })
}
