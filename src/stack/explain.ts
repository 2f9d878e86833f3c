import type { ReplicaError } from '../errors.ts'
import { fail } from '../errors.ts'
import type { StackEvent } from '../ports/stacks.ts'
import { hintFor } from './hints.ts'
import type { StackPorts } from './ports.ts'

interface Cause {
  /** Logical ids from the stack down, through nested stacks. */
  path: string
  type: string
  reason: string
}

const nestedType = 'AWS::CloudFormation::Stack'
const deepest = 5

/**
 * Why a stack could not be created, as `stack.create_failed`: the first real cause in time order, in the resource's own
 * words, with nested stacks followed down and the reasons of validations and hooks, which only DescribeEvents tells.
 */
export async function explainFailure(
  stack: { name: string; arn: string },
  events: readonly StackEvent[],
  ports: StackPorts,
): Promise<ReplicaError> {
  const cause = await findCause(stack.arn, '', events, ports)
  if (cause === undefined) {
    const reason = (await validationReason(stack.arn, ports)) ?? stackReason(events) ?? 'it gave no reason.'
    return fail('stack.create_failed', { stack: stack.name, reason, ...hinted(reason) })
  }
  const { path: logicalId, type, reason } = cause
  return fail('stack.create_failed', { stack: stack.name, logicalId, type, reason, ...hinted(reason) })
}

/** Whether a resource failed by itself, and not only because another one did. */
export function isRealFailure(event: StackEvent): boolean {
  return !event.isStack && /^(CREATE|UPDATE)_FAILED$/.test(event.status) && !isFollower(event.reason ?? '')
}

function isFollower(reason: string): boolean {
  return /cancell?ed/i.test(reason)
}

async function findCause(arn: string, prefix: string, events: readonly StackEvent[], ports: StackPorts): Promise<Cause | undefined> {
  const failed = events.find(isRealFailure)
  if (failed === undefined) return undefined
  const path = `${prefix}${failed.logicalId}`
  const nestedArn = failed.physicalId
  if (failed.type === nestedType && nestedArn?.startsWith('arn:') && nestedArn !== arn && path.split('/').length < deepest) {
    const inside = await ports.budget.call(() => ports.cloud.stacks.events(nestedArn))
    const cause = await findCause(nestedArn, `${path}/`, inside, ports)
    if (cause !== undefined) return cause
  }
  const reason = await ownReason(arn, failed, ports)
  return { path, type: failed.type, reason }
}

/** A hook's or a validation's reason is fuller than the event's, which only says that there was one. */
async function ownReason(arn: string, failed: StackEvent, ports: StackPorts): Promise<string> {
  const reason = tidy(failed.reason ?? '')
  if (reason !== '' && !/hook|validation/i.test(reason)) return reason
  return (await validationReason(arn, ports, failed.logicalId)) ?? (reason === '' ? 'it gave no reason.' : reason)
}

/** DescribeEvents may be forbidden or missing; an explanation is worth no second failure. */
async function validationReason(arn: string, ports: StackPorts, logicalId?: string): Promise<string | undefined> {
  try {
    const failures = await ports.budget.call(() => ports.cloud.stacks.failures(arn))
    const real = failures.filter((failure) => !isFollower(failure.reason))
    const found = real.find((failure) => logicalId === undefined || failure.logicalId === logicalId)
    return found === undefined ? undefined : named(tidy(found.reason), logicalId === undefined ? found.logicalId : undefined)
  } catch {
    return undefined
  }
}

function named(reason: string, logicalId: string | undefined): string {
  return logicalId === undefined ? reason : `${logicalId}: ${reason}`
}

function stackReason(events: readonly StackEvent[]): string | undefined {
  const reason = events.find((event) => event.isStack && /FAILED|ROLLBACK/.test(event.status))?.reason
  return reason === undefined ? undefined : tidy(reason)
}

/** `Resource handler returned message: "X" (RequestToken: …, HandlerErrorCode: AlreadyExists)` → `X (AlreadyExists)`. */
function tidy(reason: string): string {
  return reason
    .replace(/^Resource handler returned message: "?(.*?)"?(?= \(RequestToken|$)/s, '$1')
    .replace(/\s*\(RequestToken: [^,)]+, HandlerErrorCode: (\w+)\)/, ' ($1)')
    .trim()
}

function hinted(reason: string): { hint?: string } {
  const hint = hintFor(reason)
  return hint === undefined ? {} : { hint }
}
