import { creationSeconds, deletionSeconds } from '../../derive/estimate/seconds.ts'
import { measuredSeconds } from '../../derive/facts/seconds.ts'
import type { StackEvent } from '../../ports/stacks.ts'
import { inExpress, type Made, resourceAt } from './made.ts'

/** How many seconds what an event begins usually takes, from its first event to its last; undefined where nobody has measured it. */
export type Usual = (event: Pick<StackEvent, 'logicalId' | 'type'>) => number | undefined

/** Of what is made, where nothing but its type is known. */
export const usualOfType: Usual = ({ type }) => measuredSeconds(type)

/** Of a creation: what is restored takes longer than what is new. */
export function usualCreation(made: Made): Usual {
  return ({ logicalId, type }) => {
    const measured = measuredSeconds(type)
    if (measured === undefined) return undefined
    const resource = resourceAt(made, logicalId)
    const seconds = resource === undefined || measured < slowFrom ? measured : creationSeconds(resource)
    return inExpress(type, made.mode, seconds)
  }
}

/** The estimates know the time of each type by itself only from here on. */
const slowFrom = 30

/** Of a deletion. */
export const usualDeletion: Usual = ({ type }) => {
  const measured = measuredSeconds(type)
  if (measured === undefined) return undefined
  return measured < slowFrom ? Math.ceil(measured / 2) : deletionSeconds({ Type: type })
}
