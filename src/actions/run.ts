import { basename } from 'node:path'
import { identifyRun } from '../circleci/identity.ts'
import { fail } from '../errors.ts'
import type { Emit, Event } from '../events.ts'
import { formatEvent } from '../events.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Ports } from '../ports/index.ts'
import { parseDuration } from '../spec/duration.ts'
import { loadSpec } from '../spec/load.ts'
import type { Spec } from '../spec/types.ts'
import type { RunIdentity } from '../stack/types.ts'
import { openResults, type Results } from './results.ts'

export interface RunOptions {
  config: string
  results: string
  json: boolean
  id?: string | undefined
  region?: string | undefined
  ttl?: string | undefined
  wait?: string | undefined
  'staging-bucket'?: string | undefined
}

/** One command's work on one replica: what it is about, and what it may use. */
export interface Run {
  spec: Spec
  identity: RunIdentity
  ttlMs: number
  /** How long to wait for a place where the project has as many replicas as it may have. */
  waitMs: number
  /** Where templates above 51,200 bytes and those of nested stacks are staged. */
  stagingBucket?: string
  ports: Ports
  /** The AWS services; the SDK is loaded and credentials are read only when this is called. */
  cloud(): Promise<Cloud>
  emit: Emit
  /** What has happened so far, for the report. */
  events: readonly Event[]
  results: Results
  json: boolean
  startedAt: Date
}

/** Reads replica.yml and finds out which replica is meant. Throws `spec.*` and `circleci.bad_replica_id`. */
export async function openRun(options: RunOptions, ports: Ports): Promise<Run> {
  const spec = await readSpec(options.config, ports)
  const identity = identifyRun(ports.environment, await ports.revisions.current(), explicitId(options.id))
  const journal = openJournal(ports)
  return {
    spec,
    identity,
    ttlMs: options.ttl === undefined ? spec.replica.ttlMs : parseOption('ttl', options.ttl),
    waitMs: options.wait === undefined ? 0 : parseOption('wait', options.wait),
    ...(options['staging-bucket'] === undefined ? {} : { stagingBucket: options['staging-bucket'] }),
    ports,
    cloud: () => ports.cloud(options.region ?? spec.production.region),
    ...journal,
    results: openResults(options.results, ports),
    json: options.json,
    startedAt: ports.clock.now(),
  }
}

/** Events, kept for the report and told on standard error with the seconds since the start. */
export function openJournal(ports: Pick<Ports, 'clock' | 'output'>): { emit: Emit; events: readonly Event[] } {
  const startedAt = ports.clock.now().getTime()
  const events: Event[] = []
  const emit: Emit = (code, data) => {
    const now = ports.clock.now()
    const event = { code, at: now.toISOString(), data } as Event
    events.push(event)
    const seconds = ((now.getTime() - startedAt) / 1000).toFixed(1)
    ports.output.report(`${seconds.padStart(7)} s  ${formatEvent(event)}\n`)
  }
  return { emit, events }
}

/** Throws `spec.missing` and everything that `loadSpec` throws. */
async function readSpec(path: string, ports: Pick<Ports, 'files'>): Promise<Spec> {
  const text = await ports.files.readText(basename(path))
  if (text === undefined) throw fail('spec.missing', { path })
  return loadSpec(text, path)
}

function parseOption(option: 'ttl' | 'wait', text: string): number {
  const durationMs = parseDuration(text)
  if (durationMs === undefined) throw fail('cli.usage', { reason: `--${option} ${text} is not a duration such as 90m or 4h.` })
  return durationMs
}

function explicitId(id: string | undefined): { explicitId?: string } {
  return id === undefined ? {} : { explicitId: id }
}
