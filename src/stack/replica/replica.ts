import type { StackDescription } from '../../ports/stacks.ts'
import type { Replica, ReplicaHost, ReplicaStack, ReplicaStore } from '../types.ts'
import type { ReplicaTags } from './tags.ts'
import { readReplicaTags } from './tags.ts'
import type { TimelineEntry } from './timeline.ts'

export interface KnownStack {
  description: StackDescription
  timeline: readonly TimelineEntry[]
}

/** The replica that these stacks are: from their tags and outputs alone. They all carry the tags of one replica. */
export function toReplica(stacks: readonly KnownStack[]): Replica {
  const known = stacks.map((stack) => ({ ...stack, tags: requireTags(stack.description) }))
  const [first] = known
  if (first === undefined) throw new TypeError('a replica has at least one stack')
  const { region, account } = placeOf(first.description.arn)
  return {
    id: first.tags.id,
    owner: first.tags.owner,
    region,
    account,
    createdAt: extreme(known.map(({ description }) => description.createdAt.toISOString())).earliest,
    expiresAt: extreme(known.map(({ tags }) => tags.expiresAt)).latest,
    stacks: known.map(({ description, tags, timeline }) => toStack(description, tags, timeline)),
    stores: Object.fromEntries(known.flatMap(({ description, tags }) => storesOf(description, tags))),
    hosts: Object.fromEntries(known.flatMap(({ description, tags }) => hostsOf(description, tags))),
    ...runOnOf(known.map(({ tags }) => tags)),
  }
}

function requireTags(stack: StackDescription): ReplicaTags {
  const tags = readReplicaTags(stack.tags)
  if (tags === undefined) throw new TypeError(`${stack.name} has no tags of a replica`)
  return tags
}

/** `arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/ID` */
function placeOf(arn: string): { region: string; account: string } {
  const [, , , region = '', account = ''] = arn.split(':')
  return { region, account }
}

function extreme(instants: readonly string[]): { earliest: string; latest: string } {
  const sorted = [...instants].sort()
  return { earliest: sorted.at(0) ?? '', latest: sorted.at(-1) ?? '' }
}

function toStack(description: StackDescription, tags: ReplicaTags, timeline: readonly TimelineEntry[]): ReplicaStack {
  return {
    name: description.name,
    arn: description.arn,
    production: tags.production,
    status: description.status,
    outputs: Object.fromEntries(Object.entries(description.outputs).map(([name, output]) => [name, output.value])),
    resources: timeline,
  }
}

/** A store whose outputs are not there yet, since its stack is still being made, is left out. */
function storesOf({ outputs }: StackDescription, tags: ReplicaTags): [string, ReplicaStore][] {
  return Object.entries(tags.stores).flatMap(([name, prefix]): [string, ReplicaStore][] => {
    const output = (field: string): string | undefined => outputs[`${prefix}${field}`]?.value
    const [host, port, secretArn] = [output('Address'), Number(output('Port')), output('Secret')]
    const [engine, database, user] = [output('Engine'), output('Database'), output('User')]
    if (!host || !port || !secretArn || !database || !user) return []
    return [[name, { engine: engine === 'redshift' ? 'redshift' : 'postgres', host, port, database, user, secretArn }]]
  })
}

/** As stores: a host that is still being made is left out. */
function hostsOf({ outputs }: StackDescription, tags: ReplicaTags): [string, ReplicaHost][] {
  return Object.entries(tags.hosts).flatMap(([name, output]): [string, ReplicaHost][] => {
    const id = outputs[output]?.value
    return id ? [[name, { kind: output.endsWith('Group') ? 'group' : 'instance', id }]] : []
  })
}

function runOnOf(tags: readonly ReplicaTags[]): Pick<Replica, 'runOn'> {
  const runOn = tags.find((each) => each.runOn !== undefined)?.runOn
  return runOn === undefined ? {} : { runOn }
}
