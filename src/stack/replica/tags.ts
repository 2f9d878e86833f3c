import { idTag } from '../../derive/tags.ts'
import type { RunIdentity } from '../types.ts'

/** What the tags of one replica stack say: with the stack's outputs, all that is needed to know the replica again. */
export interface ReplicaTags {
  id: string
  owner: string
  /** `project/branch` of the run. */
  thread: string
  /** ISO 8601, UTC. */
  expiresAt: string
  /** The production stack that this one stands for. */
  production: string
  /** Of template and parameters: tells whether the stack was made from the same plan. */
  digest: string
  /** The longest way through the plan's needs that leads to this stack: greater ones are deleted first. */
  depth: number
  /** What the whole replica costs an hour by list prices, in US dollars, as far as they are known. */
  perHourUsd?: number
  /** Store name → what the names of its outputs begin with: `app` → `ProdReplicaStoreApp`. */
  stores: Readonly<Record<string, string>>
  /** Host name → the name of its output: `PipelineHost` → `ProdReplicaHostPipelineHostId`. */
  hosts: Readonly<Record<string, string>>
  /** The host on which run-integration works, where this stack holds it. */
  runOn?: string
}

/** The facts of a plan that go into the tags of one of its stacks. */
export type StackFacts = Pick<ReplicaTags, 'production' | 'digest' | 'depth' | 'stores' | 'perHourUsd'> &
  Partial<Pick<ReplicaTags, 'hosts' | 'runOn'>>

const names = {
  id: idTag,
  owner: 'prod-replica:owner',
  thread: 'prod-replica:thread',
  expiresAt: 'prod-replica:expires-at',
  production: 'prod-replica:production',
  digest: 'prod-replica:digest',
  depth: 'prod-replica:depth',
  perHourUsd: 'prod-replica:usd-per-hour',
  runOn: 'prod-replica:run-on',
}
const storePrefix = 'prod-replica:store:'
const hostPrefix = 'prod-replica:host:'

/** The tags of one replica stack, in AWS's alphabet and lengths. `expiresAt` is ISO 8601, UTC. */
export function replicaTags(run: RunIdentity, expiresAt: string, facts: StackFacts): Record<string, string> {
  const tags = {
    [names.id]: run.replicaId,
    [names.owner]: run.owner,
    [names.thread]: run.thread,
    [names.expiresAt]: expiresAt,
    [names.production]: facts.production,
    [names.digest]: facts.digest,
    [names.depth]: String(facts.depth),
    ...(facts.perHourUsd === undefined ? {} : { [names.perHourUsd]: String(facts.perHourUsd) }),
    ...(facts.runOn === undefined ? {} : { [names.runOn]: facts.runOn }),
    ...underPrefix(storePrefix, facts.stores),
    ...underPrefix(hostPrefix, facts.hosts ?? {}),
  }
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, toTagValue(value)]))
}

/** What `replicaTags` wrote; undefined for a stack that is not part of any replica. */
export function readReplicaTags(tags: Readonly<Record<string, string>>): ReplicaTags | undefined {
  const id = tags[names.id]
  if (id === undefined || id === '') return undefined
  const runOn = tags[names.runOn]
  return {
    id,
    owner: tags[names.owner] ?? '',
    thread: tags[names.thread] ?? '',
    expiresAt: tags[names.expiresAt] ?? '',
    production: tags[names.production] ?? '',
    digest: tags[names.digest] ?? '',
    depth: Number(tags[names.depth] ?? 0) || 0,
    ...amount(tags[names.perHourUsd]),
    stores: withPrefix(storePrefix, tags),
    hosts: withPrefix(hostPrefix, tags),
    ...(runOn === undefined ? {} : { runOn }),
  }
}

/** The same tags with another expiry (ISO 8601, UTC). */
export function withExpiry(tags: Readonly<Record<string, string>>, expiresAt: string): Record<string, string> {
  return { ...tags, [names.expiresAt]: toTagValue(expiresAt) }
}

/** Nothing for a tag that somebody has written over. */
function amount(text: string | undefined): { perHourUsd?: number } {
  const value = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && value >= 0 ? { perHourUsd: value } : {}
}

function underPrefix(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]))
}

function withPrefix(prefix: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  const found = Object.entries(tags).filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]))
}

const longestValue = 256

/** Letters, digits, spaces and `_.:/=+-@` are what every AWS service takes in a tag; anything else becomes a hyphen. */
function toTagValue(text: string): string {
  const clean = text.replace(/[^\p{L}\p{N}\p{Zs}_.:/=+\-@]+/gu, '-').trim()
  return [...clean].slice(0, longestValue).join('')
}
