import { type QueryMap, queryMap, queryText } from '../../protocol/query.ts'
import { members, type XmlObject } from '../../protocol/xml.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { EventRecord, StackRecord } from '../records.ts'
import { changeSetOf } from './change-set-records.ts'
import { optionalText, requireText } from './input.ts'
import { pageOf } from './page.ts'
import { eventXml } from './shapes.ts'

/** DescribeStackEvents: newest first. */
export function describeStackEvents(engine: Engine, input: QueryMap): XmlObject {
  const name = requireText(input, 'StackName')
  const stack = engine.stacks.find(name)
  if (stack === undefined) throw invalid(`Stack [${name}] does not exist`)
  const events = engine.events.of(stack.id).filter(({ validation }) => validation === undefined)
  const { page, next } = pageOf(events.toReversed(), ({ id }) => id, input)
  return { StackEvents: members(page.map((event) => eventXml(stack, event))), NextToken: next }
}

/** DescribeEvents: by stack, change set or operation, newest first, and only failures where asked for. */
export function describeEvents(engine: Engine, input: QueryMap): XmlObject {
  const onlyFailed = queryText(queryMap(input.Filters).FailedEvents)?.toLowerCase() === 'true'
  const events = stacksOf(engine, input).flatMap((stack) => engine.events.of(stack.id).map((event) => ({ stack, event })))
  const operation = optionalText(input, 'OperationId')
  const wanted = events.filter(
    ({ event }) => (operation === undefined || event.operation?.id === operation) && (!onlyFailed || isFailure(event)),
  )
  const { page, next } = pageOf(wanted.toReversed(), ({ event }) => event.id, input)
  return { OperationEvents: members(page.map(({ stack, event }) => operationEventXml(stack, event))), NextToken: next }
}

function stacksOf(engine: Engine, input: QueryMap): StackRecord[] {
  if (optionalText(input, 'ChangeSetName') !== undefined) return [engine.stacks.get(changeSetOf(engine, input).stackId)]
  const name = optionalText(input, 'StackName')
  if (name !== undefined) return [engine.stacks.require(name)]
  const operation = optionalText(input, 'OperationId')
  if (operation === undefined) throw invalid('One of StackName, ChangeSetName or OperationId must be specified.')
  return engine.stacks.all().filter(({ operations }) => operations.some(({ id }) => id === operation))
}

function operationEventXml(stack: StackRecord, event: EventRecord): XmlObject {
  const { StackName: _, ...shape } = eventXml(stack, event)
  const isStack = event.physicalId === stack.id
  if (event.validation !== undefined) return validationXml(shape, event, event.validation)
  const status = isStack ? { OperationStatus: operationStatus(event.status) } : {}
  return { ...shape, ...status, OperationType: event.operation?.kind, EventType: eventType(event, isStack) }
}

/** It has a status and a reason of its own, and none of the resource's. */
function validationXml(shape: XmlObject, { reason, operation }: EventRecord, { name, path }: { name: string; path: string }): XmlObject {
  const { ResourceStatus: _, ResourceStatusReason: __, PhysicalResourceId: ___, ...rest } = shape
  return {
    ...rest,
    OperationType: operation?.kind,
    EventType: 'VALIDATION_ERROR',
    ValidationName: name,
    ValidationStatus: 'FAILED',
    ValidationStatusReason: reason,
    ValidationFailureMode: 'FAIL',
    ValidationPath: path,
  }
}

function eventType(event: EventRecord, isStack: boolean): string {
  if (event.hook !== undefined) return 'HOOK_INVOCATION_ERROR'
  if (isStack) return 'STACK_EVENT'
  return isFailure(event) ? 'PROVISIONING_ERROR' : 'PROGRESS_EVENT'
}

function operationStatus(status: string): string {
  if (status.endsWith('_IN_PROGRESS')) return 'IN_PROGRESS'
  return status.endsWith('_FAILED') || status.includes('ROLLBACK') ? 'FAILED' : 'SUCCEEDED'
}

function isFailure({ status, validation, hook }: EventRecord): boolean {
  return validation !== undefined || hook !== undefined || status.endsWith('_FAILED')
}
