import { identifyRun } from '../circleci/identity.ts'
import { fail } from '../errors.ts'
import type { Emit, Event } from '../events.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Ports } from '../ports/index.ts'
import { formatDuration, parseDuration } from '../spec/duration.ts'
import type { Duty, Spec } from '../spec/types.ts'
import { type Budget, createBudget, jitterFrom } from '../stack/budget/budget.ts'
import type { RunIdentity } from '../stack/types.ts'
import { openClouds } from './clouds.ts'
import { openJournal } from './journal.ts'
import { openResults, type Results } from './results.ts'
import { readSpec } from './team-file.ts'

export interface RunOptions {
  config: string
  results: string
  json: boolean
  id?: string | undefined
  region?: string | undefined
  role?: string | undefined
  local?: string | undefined
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
  /** The AWS services, as whoever has this duty (provision); SDK and credentials are touched only when this is called. */
  cloud(duty?: Duty): Promise<Cloud>
  /** The AWS services as whoever reads production. */
  production(): Promise<Cloud>
  /** Of the AWS calls of the whole run. */
  budget: Budget
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
  const place = { ...options, region: options.region ?? spec.production.region }
  const clouds = openClouds(place, spec.aws, identity, { ...ports, emit: journal.emit })
  return {
    spec,
    identity,
    ttlMs: options.ttl === undefined ? spec.replica.ttlMs : parseLife(options.ttl, spec.replica),
    waitMs: options.wait === undefined ? 0 : parseOption('wait', options.wait),
    ...(options['staging-bucket'] === undefined ? {} : { stagingBucket: options['staging-bucket'] }),
    ports,
    cloud: clouds.as,
    production: clouds.production,
    budget: createBudget(ports.clock, jitterFrom(ports.entropy)),
    ...journal,
    results: openResults(options.results, ports),
    json: options.json,
    startedAt: ports.clock.now(),
  }
}

/** No longer than `extend` could make it. */
function parseLife(text: string, { maxTtlMs }: Spec['replica']): number {
  const ttlMs = parseOption('ttl', text)
  if (ttlMs <= maxTtlMs) return ttlMs
  throw fail('cli.usage', { reason: `--ttl ${text} is longer than replica.max-ttl in replica.yml allows: ${formatDuration(maxTtlMs)}.` })
}

function parseOption(option: 'ttl' | 'wait', text: string): number {
  const durationMs = parseDuration(text)
  if (durationMs === undefined) throw fail('cli.usage', { reason: `--${option} ${text} is not a duration such as 90m or 4h.` })
  return durationMs
}

function explicitId(id: string | undefined): { explicitId?: string } {
  return id === undefined ? {} : { explicitId: id }
}
