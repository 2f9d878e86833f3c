import type { StackEvent } from '../../ports/stacks.ts'

/** What can be done about a resource that could not be deleted. */
export type Cure =
  /** Its content is deleted again: something was written since. */
  | 'empty'
  /** Its deletion protection is turned off. */
  | 'unprotect'
  /** Something is under way that ends soon. */
  | 'wait'
  /** What depends on it is on its way out: a function's network interfaces take up to half an hour. */
  | 'outlast'
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
  [/cannot delete export|Delete canceled/i, 'wait'],
  [/DependencyViolation|has dependenc|dependent object|network interface|mapped public address/i, 'outlast'],
  [/in use|InUse|being used|is used by|currently attached|has attached/i, 'wait'],
  [/in the .*state|is already being|IncorrectState|InvalidState|ConflictException|operation in progress|Throttl|Rate exceeded/i, 'wait'],
]
