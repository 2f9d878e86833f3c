import type { JsonValue } from '../../production/json.ts'
import type { Template, TemplateResource } from '../../production/types.ts'
import { referencesOf } from '../references.ts'
import { creationSeconds } from './seconds.ts'

/** One resource of a chain, with the seconds that making (or deleting) it usually takes. */
export interface Link {
  logicalId: string
  type: string
  seconds: number
  /** Of a nested stack: the chain within it, which its seconds are made of. */
  inside?: readonly Link[]
}

/** What a resource takes: seconds, and for a nested stack the chain within. */
export type Weigh = (resource: TemplateResource, logicalId: string) => Pick<Link, 'seconds' | 'inside'>

interface Chain {
  seconds: number
  last: Link | undefined
  before: Chain | undefined
}

const nothing: Chain = { seconds: 0, last: undefined, before: undefined }

/** The chain of resources that wait for one another which takes longest, in the order in which they are made. */
export function longestChain(resources: Template['Resources'], weigh: Weigh = creation): Link[] {
  const needs = needsOfAll(resources)
  const chains = new Map<string, Chain>()
  for (const [logicalId, needed] of inOrder(needs)) {
    const resource = resources[logicalId]
    if (resource === undefined) continue
    const before = longest(needed.map((each) => chains.get(each) ?? nothing)) // what is not known yet is part of a circle
    const last = { logicalId, type: resource.Type, ...weigh(resource, logicalId) }
    chains.set(logicalId, { seconds: before.seconds + last.seconds, last, before })
  }
  return linksOf(longest([...chains.values()]))
}

const creation: Weigh = (resource) => ({ seconds: creationSeconds(resource) })

type Needs = ReadonlyMap<string, readonly string[]>

function needsOfAll(resources: Template['Resources']): Needs {
  const entries = Object.entries(resources)
  const own = new Set(entries.map(([logicalId]) => logicalId))
  return new Map(entries.map(([logicalId, resource]) => [logicalId, [...needsOf(resource)].filter((each) => own.has(each))]))
}

/** The logical ids that a resource waits for, as far as it names them. */
export function needsOf({ DependsOn, Properties }: TemplateResource): Set<string> {
  const said = [DependsOn].flat().filter((each) => typeof each === 'string')
  return referencesOf(Properties as JsonValue | undefined, new Set(said))
}

/** Each resource after those that it needs. Without recursion: a chain may be as long as a template. */
function inOrder(needs: Needs): [logicalId: string, needed: readonly string[]][] {
  const done = new Map<string, readonly string[]>()
  const entered = new Set<string>()
  const open = [...needs.keys()].reverse()
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const needed = needs.get(at) ?? []
    if (!entered.has(at)) open.push(...needed.filter((each) => !entered.has(each)))
    else if (!done.has(open.pop() ?? at)) done.set(at, needed)
    entered.add(at)
  }
  return [...done]
}

function longest(chains: readonly Chain[]): Chain {
  return chains.reduce((most, chain) => (chain.seconds > most.seconds ? chain : most), nothing)
}

function linksOf(chain: Chain): Link[] {
  const links: Link[] = []
  for (let at: Chain | undefined = chain; at?.last !== undefined; at = at.before) links.push(at.last)
  return links.reverse()
}
