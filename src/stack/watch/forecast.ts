import { type Link, longestChain, type Weigh } from '../../derive/estimate/chain.ts'
import { creationSeconds, deletionSeconds } from '../../derive/estimate/seconds.ts'
import { stackSeconds } from '../../derive/estimate/time.ts'
import { resourceSeconds } from '../../derive/facts/seconds.ts'
import type { StackEvent } from '../../ports/stacks.ts'
import type { TemplateResource } from '../../production/types.ts'
import { secondsBetween, secondsOf, type TimelineEntry } from '../replica/timeline.ts'
import { inExpress, type Made, resourceAt } from './made.ts'

/** How many seconds creating a stack usually takes on AWS: its longest chain of resources that wait for one another. */
export function stackForecastSeconds(made: Made): number {
  return stackSeconds + secondsIn(longestChain(made.template.Resources, (resource, id) => weighWhole(made, resource, id)))
}

function weighWhole(made: Made, resource: TemplateResource, logicalId: string): { seconds: number } {
  const inner = innerOf(made, logicalId)
  return { seconds: inner === undefined ? secondsToMake(resource, made) : stackForecastSeconds(inner) }
}

function secondsToMake(resource: TemplateResource, { mode }: Made): number {
  return inExpress(resource.Type, mode, creationSeconds(resource))
}

/** What is nested in a stack is made in its mode. */
function innerOf({ nested, mode }: Made, logicalId: string): Made | undefined {
  const child = nested !== undefined && Object.hasOwn(nested, logicalId) ? nested[logicalId] : undefined
  return child === undefined ? undefined : { ...child, ...(mode === undefined ? {} : { mode }) }
}

/** How many seconds what an event begins usually takes on AWS. */
export function typicalSeconds({ type, status }: Pick<StackEvent, 'type' | 'status'>): number {
  return status.startsWith('DELETE_') ? deletionSeconds({ Type: type }) : resourceSeconds(type)
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

/** What is left to be made of a stack at an instant, going by how long what is there has taken. */
export function remainderOf(made: Made, timeline: readonly TimelineEntry[], now: Date): Remainder {
  const entries = new Map(timeline.map((entry) => [entry.logicalId, entry]))
  const chain = chainLeft(made, '', { entries, pace: paceOf(made, timeline), now })
  return { seconds: Math.round(secondsIn(chain)), path: pathOf(chain, '') }
}

interface Progressed {
  /** By logical id, of nested stacks as `Parent/Id`. */
  entries: ReadonlyMap<string, TimelineEntry>
  pace: number
  now: Date
}

function chainLeft(made: Made, path: string, progressed: Progressed): Link[] {
  const left: Weigh = (resource, logicalId) => {
    const entry = progressed.entries.get(`${path}${logicalId}`)
    if (entry?.finishedAt !== undefined) return { seconds: 0 }
    const inner = innerOf(made, logicalId)
    if (inner === undefined) return { seconds: secondsLeft(secondsToMake(resource, made), entry, progressed) }
    const inside = chainLeft(inner, `${path}${logicalId}/`, progressed)
    return { seconds: secondsIn(inside) + (entry === undefined ? stackSeconds : 0), inside }
  }
  return longestChain(made.template.Resources, left).filter(({ seconds }) => seconds > 0)
}

function secondsLeft(usual: number, entry: TimelineEntry | undefined, { pace, now }: Progressed): number {
  const seconds = usual * pace
  return entry === undefined ? seconds : Math.max(seconds * lateShare, seconds - secondsBetween(new Date(entry.startedAt), now))
}

function pathOf(chain: readonly Link[], path: string): string[] {
  return chain.flatMap(({ logicalId, inside = [] }) =>
    inside.length === 0 ? [`${path}${logicalId}`] : pathOf(inside, `${path}${logicalId}/`),
  )
}

/** How the resources that are done compare with what is usual: 1 as usual, 0.1 ten times as fast. */
function paceOf(made: Made, timeline: readonly TimelineEntry[]): number {
  const finished = timeline.filter(({ finishedAt, type }) => finishedAt !== undefined && type !== 'AWS::CloudFormation::Stack')
  const usual = ({ logicalId, type }: TimelineEntry): number => secondsToMake(resourceAt(made, logicalId) ?? { Type: type }, made)
  const actual = finished.reduce((sum, entry) => sum + secondsOf(entry), priorSeconds)
  return actual / finished.reduce((sum, entry) => sum + usual(entry), priorSeconds)
}

function secondsIn(chain: readonly Link[]): number {
  return chain.reduce((sum, link) => sum + link.seconds, 0)
}
