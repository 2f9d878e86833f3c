import type { StackEvent } from '../ports/stacks.ts'

/** What can be done about a resource that could not be deleted. */
export type Cure =
  /** Its content is deleted again: something was written since. */
  | 'empty'
  /** Its deletion protection is turned off. */
  | 'unprotect'
  /** What still uses it is on its way out: network interfaces, importers, addresses. */
  | 'wait'
  | 'unknown'

export interface Obstacle {
  logicalId: string
  type: string
  physicalId?: string
  reason: string
  cure: Cure
}

/** The resources that an attempt to delete a stack failed at, each with what helps against it. */
export function obstaclesIn(events: readonly StackEvent[]): Obstacle[] {
  const failed = events.filter((event) => !event.isStack && event.status === 'DELETE_FAILED')
  return failed.map(({ logicalId, type, physicalId, reason = '' }) => ({
    logicalId,
    type,
    ...(physicalId === undefined ? {} : { physicalId }),
    reason,
    cure: cureFor(reason),
  }))
}

/** By the words of the services, which CloudFormation passes on; there is no code that says it. */
export function cureFor(reason: string): Cure {
  return cures.find(([words]) => words.test(reason))?.[1] ?? 'unknown'
}

const cures: readonly (readonly [RegExp, Cure])[] = [
  [/protect(ed|ion)|disableApiTermination/i, 'unprotect'],
  [/not empty|still contains images|BucketNotEmpty|RepositoryNotEmpty|contains? (objects|images)/i, 'empty'],
  [/DependencyViolation|has dependenc|dependent object|in use|InUse|being used|is used by|mapped public address/i, 'wait'],
  [/network interface|not authorized to detach|currently attached|has attached|Delete canceled|cannot delete export/i, 'wait'],
  [/in the .*state|is already being|IncorrectState|InvalidState|ConflictException|operation in progress|Throttl|Rate exceeded/i, 'wait'],
]
