import type { StackEvent } from '../../ports/stacks.ts'
import { type Expectation, expectFrom, type Known } from './outlook.ts'

/** A stack that is followed: the root, or one nested in it. */
export interface Branch {
  arn: string
  /** Of its resources' names: empty for the root, `Parent/` for what is nested in it. */
  path: string
  expectation: Expectation
  /** The last event that was read. */
  after: string | undefined
  /** When it is looked at next. */
  dueMs: number
  parent?: Branch
}

const nestedType = 'AWS::CloudFormation::Stack'

/** The events of a branch as they are told: its resources by their path; what a nested stack says of itself its parent tells. */
export function toldBy({ path, parent }: Branch, events: readonly StackEvent[]): StackEvent[] {
  if (parent === undefined) return [...events]
  return events.filter(({ isStack }) => !isStack).map((event) => ({ ...event, logicalId: `${path}${event.logicalId}` }))
}

/** The nested stacks that a branch's events tell of, each as soon as its ARN is known, which are not followed yet. */
export function branchesFrom(
  parent: Branch,
  told: readonly StackEvent[],
  known: readonly Pick<Branch, 'arn'>[],
  whole: Known,
  nowMs: number,
): Branch[] {
  const begun = told.filter((event) => !event.isStack && event.type === nestedType && event.status === 'CREATE_IN_PROGRESS')
  const fresh = new Map(begun.flatMap(({ logicalId, physicalId }) => (isArn(physicalId) ? [[physicalId, logicalId] as const] : [])))
  for (const { arn } of known) fresh.delete(arn)
  return [...fresh].map(([arn, logicalId]) => {
    parent.expectation.leaveTo(logicalId)
    const expectation = expectFrom(nowMs, whole)
    return { arn, path: `${logicalId}/`, expectation, after: undefined, dueMs: nowMs, parent }
  })
}

/** Whether what was read ends a nested stack; its parent says so next. */
export function hasEnded({ path, parent, expectation }: Branch, events: readonly StackEvent[], nowMs: number): boolean {
  const status = events.findLast(({ isStack }) => isStack)?.status ?? ''
  if (parent === undefined || status === '' || status.endsWith('_IN_PROGRESS') || !expectation.outlook().isLast) return false
  parent.expectation.takeBack(path.slice(0, -1), nowMs)
  return true
}

/** The branches within one that have ended, by what it says of them. */
export function endedIn(parent: Branch, events: readonly StackEvent[], branches: readonly Branch[]): Branch[] {
  const ended = new Set(
    toldBy(parent, events).flatMap(({ logicalId, status }) => (status.endsWith('_IN_PROGRESS') ? [] : [`${logicalId}/`])),
  )
  return branches.filter((each) => each.parent === parent && ended.has(each.path))
}

function isArn(physicalId: string | undefined): physicalId is string {
  return physicalId?.startsWith('arn:') === true
}
