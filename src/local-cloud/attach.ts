import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { localEnvironment } from './environment.ts'

export interface AttachedCloud {
  endpoint: string
  environment: Record<string, string>
}

/** What a running local cloud writes into its folder, so that other processes find it. */
export interface EndpointFile {
  endpoint: string
  region: string
  pid: number
}

const healthTimeoutMs = 2_000

/** The local cloud that serves a folder right now, in whatever process; undefined where none does. */
export async function attachLocalCloud(folder: string): Promise<AttachedCloud | undefined> {
  const file = await readEndpoint(folder)
  if (file === undefined || !(await isServing(file, await realpath(folder)))) return undefined
  return { endpoint: file.endpoint, environment: localEnvironment(file.endpoint, file.region) }
}

/** The path of that file. */
export function endpointPath(folder: string): string {
  return join(folder, 'endpoint.json')
}

async function readEndpoint(folder: string): Promise<EndpointFile | undefined> {
  try {
    return JSON.parse(await readFile(endpointPath(folder), 'utf8')) as EndpointFile
  } catch {
    return undefined
  }
}

/** A file may outlive its server, and its port may be another's by now. */
async function isServing({ endpoint, pid }: EndpointFile, folder: string): Promise<boolean> {
  try {
    const answer = await fetch(`${endpoint}/_local/health`, { signal: AbortSignal.timeout(healthTimeoutMs) })
    const health = (await answer.json()) as { folder?: unknown; pid?: unknown }
    return health.folder === folder && health.pid === pid
  } catch {
    return false
  }
}
