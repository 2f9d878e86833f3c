import type { ReplicaError } from '../../errors.ts'
import { fail } from '../../errors.ts'
import type { StackEvent } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import { hintFor } from './hints.ts'

/** What a failure really comes from. */
export interface Cause {
  /** Logical ids from the stack down, through nested stacks. */
  path: string
  type: string
  /** In the resource's own words, without what CloudFormation wraps around them. */
  reason: string
  /** What usually helps. */
  hint?: string
}

type ExplainPorts = Pick<StackPorts, 'cloud' | 'budget'>

const nestedType = 'AWS::CloudFormation::Stack'
const deepest = 5

/**
 * Why a stack could not be created, as `stack.create_failed`: the first real cause in time order, in the resource's own
 * words, with nested stacks followed down and the reasons of validations and hooks, which only DescribeEvents tells.
 */
export async function explainFailure(
  stack: { name: string; arn: string },
  events: readonly StackEvent[],
  ports: ExplainPorts,
): Promise<ReplicaError> {
  const cause = await findCause({ arn: stack.arn, path: '', events, isCause: isRealFailure }, ports)
  if (cause === undefined) {
    const reason = (await validationReason(stack.arn, ports)) ?? stackReason(events) ?? 'it gave no reason.'
    return fail('stack.create_failed', { stack: stack.name, reason, ...hinted(reason) })
  }
  const { path: logicalId, type, reason, hint } = cause
  return fail('stack.create_failed', { stack: stack.name, logicalId, type, reason, ...(hint === undefined ? {} : { hint }) })
}

/** What keeps a stack from being deleted, by the events of that deletion; undefined where none of its resources does. */
export async function explainDeletion(arn: string, events: readonly StackEvent[], ports: ExplainPorts): Promise<Cause | undefined> {
  return findCause({ arn, path: '', events, isCause: isDeletionFailure }, ports)
}

/** Whether a resource failed by itself, and not only because another one did. */
export function isRealFailure(event: StackEvent): boolean {
  return !event.isStack && /^(CREATE|UPDATE|IMPORT)_FAILED$/.test(event.status) && !isFollower(event.reason ?? '')
}

function isDeletionFailure(event: StackEvent): boolean {
  return !event.isStack && event.status === 'DELETE_FAILED' && !isFollower(event.reason ?? '')
}

/** `Resource creation cancelled`: so CloudFormation ends what was under way when another one failed. */
function isFollower(reason: string): boolean {
  return /^(Resource|Operation|Stack)\b.{0,40}\bcancell?ed\b/i.test(reason)
}

/** A summary names the resources that failed, and says nothing of why. */
function isSummary(reason: string): boolean {
  return /^The following (resource|hook)\(s\)|^Embedded stack .* was not successfully|Rollback requested by user\.?$/i.test(reason)
}

interface Search {
  arn: string
  /** Of the stack, with a slash at the end; empty for the root. */
  path: string
  events: readonly StackEvent[]
  isCause(event: StackEvent): boolean
}

/** A failure, and the stack whose events tell of it. */
interface Found {
  event: StackEvent
  search: Search
}

async function findCause(search: Search, ports: ExplainPorts): Promise<Cause | undefined> {
  const found = await findFirst(search, ports)
  if (found === undefined) return undefined
  const { event } = found
  const reason = await ownReason(found, ports)
  return { path: `${found.search.path}${event.logicalId}`, type: event.type, reason, ...hinted(reason, event.type) }
}

/** The earliest, wherever it is: a nested stack fails in its parent only when all that it had begun is done. */
async function findFirst(search: Search, ports: ExplainPorts): Promise<Found | undefined> {
  const failed = search.events.filter(search.isCause)
  const found = await Promise.all(failed.map(async (event) => (await findWithin(event, search, ports)) ?? { event, search }))
  return found.sort((a, b) => a.event.at.getTime() - b.event.at.getTime())[0]
}

/** Where the resource is a nested stack, the cause is told by that stack's own events. */
async function findWithin(failed: StackEvent, search: Search, ports: ExplainPorts): Promise<Found | undefined> {
  const arn = nestedArnOf(failed)
  const path = `${search.path}${failed.logicalId}/`
  if (arn === undefined || arn === search.arn || path.split('/').length > deepest) return undefined
  const events = await orNothing(ports.budget.call(() => ports.cloud.stacks.events(arn), undefined, 'DescribeStackEvents'))
  return events === undefined ? undefined : findFirst({ ...search, arn, path, events }, ports)
}

function nestedArnOf({ type, physicalId }: StackEvent): string | undefined {
  return type === nestedType && physicalId?.startsWith('arn:') ? physicalId : undefined
}

/** A hook's or a validation's reason is fuller than the event's, which only says that there was one. */
async function ownReason({ event, search }: Found, ports: ExplainPorts): Promise<string> {
  const reason = tidy(event.reason ?? '')
  const nestedArn = nestedArnOf(event)
  if (reason !== '' && nestedArn === undefined && !/hook|validation/i.test(reason)) return reason
  const fuller = await validationReason(
    nestedArn ?? holderOf(event, search),
    ports,
    nestedArn === undefined ? event.logicalId.split('/').at(-1) : undefined,
  )
  return fuller ?? (reason === '' ? 'it gave no reason.' : reason)
}

/** The stack that holds the resource: events that were followed live are told together, those of nested stacks as `Parent/Id`. */
function holderOf({ logicalId }: StackEvent, { arn, events }: Search): string {
  const parent = logicalId.split('/').slice(0, -1).join('/')
  const told = events.find((event) => event.logicalId === parent && nestedArnOf(event) !== undefined)
  return (told === undefined ? undefined : nestedArnOf(told)) ?? arn
}

async function validationReason(arn: string, ports: ExplainPorts, logicalId?: string): Promise<string | undefined> {
  const failures = await orNothing(ports.budget.call(() => ports.cloud.stacks.failures(arn), undefined, 'DescribeEvents'))
  const real = (failures ?? []).filter(({ reason }) => !isFollower(reason) && !isSummary(reason))
  const found = real.find((failure) => logicalId === undefined || failure.logicalId === logicalId)
  return found === undefined ? undefined : named(tidy(found.reason), logicalId === undefined ? found.logicalId : undefined)
}

/** A call may be forbidden or missing; an explanation is worth no second failure. */
async function orNothing<Result>(call: Promise<Result>): Promise<Result | undefined> {
  return call.catch(() => undefined)
}

function named(reason: string, logicalId: string | undefined): string {
  return logicalId === undefined ? reason : `${logicalId}: ${reason}`
}

function stackReason(events: readonly StackEvent[]): string | undefined {
  const reasons = events.filter((event) => event.isStack && /FAILED|ROLLBACK/.test(event.status)).flatMap(({ reason }) => reason ?? [])
  const reason = reasons.find((each) => !isSummary(each)) ?? reasons[0]
  return reason === undefined ? undefined : tidy(reason)
}

/** `Resource handler returned message: "X" (RequestToken: …, HandlerErrorCode: AlreadyExists)` → `X (AlreadyExists)`. */
function tidy(reason: string): string {
  return reason
    .replace(/^Resource handler returned message: "?(.*?)"?(?= \(RequestToken|$)/s, '$1')
    .replace(/\s*\(RequestToken: [^,)]+, HandlerErrorCode: (\w+)\)/, ' ($1)')
    .replace(/ \((Service: [^;)]+; Status Code: \d+; )?(Error Code: (\w+); )?Request ID: [^)]*\)/g, (_, _service, _error, code) =>
      code === undefined ? '' : ` (${code})`,
    )
    .trim()
}

function hinted(reason: string, type = ''): { hint?: string } {
  const hint = hintFor(reason, type)
  return hint === undefined ? {} : { hint }
}
