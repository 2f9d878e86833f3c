import { type Link, longestChain, type Weigh } from '../../derive/estimate/chain.ts'
import { creationSeconds, deletionSeconds } from '../../derive/estimate/seconds.ts'
import { stackSeconds } from '../../derive/estimate/time.ts'
import { measuredSeconds, resourceSeconds } from '../../derive/facts/seconds.ts'
import type { StackEvent } from '../../ports/stacks.ts'
import type { Template } from '../../production/types.ts'
import { secondsBetween, secondsOf, type TimelineEntry } from '../replica/timeline.ts'

/** How many seconds creating a stack usually takes on AWS: its longest chain of resources that wait for one another. */
export function stackForecastSeconds(template: Template): number {
  return stackSeconds + secondsIn(longestChain(template.Resources))
}

/** How many seconds what an event begins usually takes on AWS. */
export function typicalSeconds({ type, status }: Pick<StackEvent, 'type' | 'status'>): number {
  return status.startsWith('DELETE_') ? deletionSeconds({ Type: type }) : resourceSeconds(type)
}

/** How many seconds what an event begins usually takes from its first event to its last; undefined where nobody has measured it. */
export function usualSeconds({ type, status }: Pick<StackEvent, 'type' | 'status'>): number | undefined {
  const seconds = measuredSeconds(type)
  return status.startsWith('DELETE_') && seconds !== undefined ? usualDeletion(type, seconds) : seconds
}

function usualDeletion(type: string, creation: number): number {
  return creation < 30 ? Math.ceil(creation / 2) : deletionSeconds({ Type: type })
}

/** What is left of a creation: seconds, and the resources that wait for one another which it is made of. */
export interface Remainder {
  seconds: number
  path: readonly string[]
}

/** Until so many seconds of work are done, what they took says little of the rest. */
const priorSeconds = 60
/** Something that should be done by now is taken to need this part of its time still. */
const lateShare = 0.1

/** What is left to be made of a template at an instant, going by how long what is there has taken. */
export function remainderOf(template: Template, timeline: readonly TimelineEntry[], now: Date): Remainder {
  const entries = new Map(timeline.map((entry) => [entry.logicalId, entry]))
  const pace = paceOf(template, timeline)
  const left: Weigh = (resource, logicalId) => {
    const entry = entries.get(logicalId)
    if (entry?.finishedAt !== undefined) return { seconds: 0 }
    const seconds = creationSeconds(resource) * pace
    return {
      seconds: entry === undefined ? seconds : Math.max(seconds * lateShare, seconds - secondsBetween(new Date(entry.startedAt), now)),
    }
  }
  const chain = longestChain(template.Resources, left).filter(({ seconds }) => seconds > 0)
  return { seconds: Math.round(secondsIn(chain)), path: chain.map(({ logicalId }) => logicalId) }
}

/** How the resources that are done compare with what is usual: 1 as usual, 0.1 ten times as fast. */
function paceOf({ Resources }: Template, timeline: readonly TimelineEntry[]): number {
  const finished = timeline.filter(({ finishedAt }) => finishedAt !== undefined)
  const actual = finished.reduce((sum, entry) => sum + secondsOf(entry), priorSeconds)
  const typical = finished.reduce((sum, { logicalId, type }) => sum + creationSeconds(Resources[logicalId] ?? { Type: type }), priorSeconds)
  return actual / typical
}

function secondsIn(chain: readonly Link[]): number {
  return chain.reduce((sum, link) => sum + link.seconds, 0)
}
