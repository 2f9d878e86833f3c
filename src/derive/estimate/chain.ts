import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import { resourceSeconds } from '../facts/seconds.ts'
import { referencesOf } from '../references.ts'

/** One resource of a chain, with the seconds that making it usually takes. */
export interface Link {
  logicalId: string
  type: string
  seconds: number
}

interface Chain {
  seconds: number
  last: Link | undefined
  before: Chain | undefined
}

const nothing: Chain = { seconds: 0, last: undefined, before: undefined }

/** The chain of resources that wait for one another which takes longest, in the order in which they are made. */
export function longestChain(resources: Template['Resources']): Link[] {
  const known = new Map<string, Chain>()
  const chainTo = (logicalId: string): Chain => {
    const resource = resources[logicalId]
    if (resource === undefined) return nothing
    const found = known.get(logicalId)
    if (found !== undefined) return found
    known.set(logicalId, nothing) // a circle, which CloudFormation refuses anyway, ends here
    const before = longest([...needsOf(resource)].map(chainTo))
    const last = { logicalId, type: resource.Type, seconds: resourceSeconds(resource.Type) }
    const chain = { seconds: before.seconds + last.seconds, last, before }
    known.set(logicalId, chain)
    return chain
  }
  return linksOf(longest(Object.keys(resources).map(chainTo)))
}

function longest(chains: readonly Chain[]): Chain {
  return chains.reduce((most, chain) => (chain.seconds > most.seconds ? chain : most), nothing)
}

function needsOf({ DependsOn = [], Properties = {} }: Template['Resources'][string]): Set<string> {
  return referencesOf(Properties as JsonValue, new Set(typeof DependsOn === 'string' ? [DependsOn] : DependsOn))
}

function linksOf(chain: Chain): Link[] {
  const links: Link[] = []
  for (let at: Chain | undefined = chain; at?.last !== undefined; at = at.before) links.push(at.last)
  return links.reverse()
}
