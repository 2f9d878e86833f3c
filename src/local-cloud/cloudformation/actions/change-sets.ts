import type { QueryMap } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { members, type XmlObject } from '../../protocol/xml.ts'
import { beginCreate, beginUpdate, makeOperation, withOperation } from '../engine/begin.ts'
import type { Engine } from '../engine.ts'
import type { ChangeRecord, ChangeSetRecord, StackRecord } from '../records.ts'
import { changeSetOf, changeSets } from './change-set-records.ts'
import { optionalText, readFlag, requireText } from './input.ts'
import { pageOf } from './page.ts'
import { parametersXml, tagsXml } from './shapes.ts'
import { requireUpdatable } from './update-stack.ts'

/** DescribeChangeSet. */
export function describeChangeSet(engine: Engine, input: QueryMap): XmlObject {
  const set = changeSetOf(engine, input)
  const { page, next } = pageOf(set.changes, ({ logicalId, action }) => `${action} ${logicalId}`, input)
  return {
    ...summaryXml(set),
    Parameters: parametersXml(set.input),
    NotificationARNs: members(set.input.notificationArns),
    RollbackConfiguration: {},
    Capabilities: members(set.input.capabilities),
    Tags: tagsXml(set.input.tags),
    Changes: members(page.map(changeXml)),
    OnStackFailure: set.onFailure,
    DeploymentConfig: set.express ? { Mode: 'EXPRESS' } : undefined,
    NextToken: next,
  }
}

/** ListChangeSets. */
export function listChangeSets(engine: Engine, input: QueryMap): XmlObject {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  const own = changeSets(engine)
    .values()
    .filter(({ stackId }) => stackId === stack.id)
  const { page, next } = pageOf(own, ({ id }) => id, input)
  return { Summaries: members(page.map(summaryXml)), NextToken: next }
}

/** DeleteChangeSet. What is not there is no error. */
export async function deleteChangeSet(engine: Engine, input: QueryMap): Promise<XmlObject> {
  try {
    await changeSets(engine).remove(changeSetOf(engine, input).id)
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === 'ChangeSetNotFound')) throw error
  }
  return {}
}

/** ExecuteChangeSet: creates or updates the stack. */
export async function executeChangeSet(engine: Engine, input: QueryMap): Promise<XmlObject> {
  const set = changeSetOf(engine, input)
  if (set.executionStatus !== 'AVAILABLE') {
    const detail = `ChangeSet [${set.id}] cannot be executed in its current execution status of [${set.executionStatus}]`
    throw new ServiceError('InvalidChangeSetStatus', detail)
  }
  const stack = engine.stacks.get(set.stackId)
  if (set.kind === 'UPDATE') requireUpdatable(stack)
  await settleSets(engine, set)
  await execute(engine, stack, set, input)
  return {}
}

async function execute(engine: Engine, stack: StackRecord, set: ChangeSetRecord, input: QueryMap): Promise<void> {
  const token = optionalText(input, 'ClientRequestToken')
  const kind = set.kind === 'CREATE' ? 'CREATE_STACK' : 'UPDATE_STACK'
  const operation = makeOperation(engine, kind, token === undefined ? {} : { token })
  const patch = {
    ...withOperation(stack, operation),
    changeSetId: set.id,
    express: set.express,
    onFailure: set.onFailure ?? (readFlag(input, 'DisableRollback') === true ? 'DO_NOTHING' : 'ROLLBACK'),
    retainExceptOnCreate: readFlag(input, 'RetainExceptOnCreate') ?? false,
  } satisfies Partial<StackRecord>
  if (set.kind === 'CREATE') return beginCreate(engine, { ...stack, ...set.input, ...patch })
  return beginUpdate(engine, stack, set.input, patch)
}

/** The others of the stack were worked out for what it no longer is. */
async function settleSets(engine: Engine, executed: ChangeSetRecord): Promise<void> {
  const own = changeSets(engine)
    .values()
    .filter(({ stackId }) => stackId === executed.stackId)
  const statusOf = ({ id }: ChangeSetRecord) => (id === executed.id ? 'EXECUTE_COMPLETE' : 'OBSOLETE')
  await Promise.all(own.map((set) => changeSets(engine).put(set.id, { ...set, executionStatus: statusOf(set) })))
}

function summaryXml(set: ChangeSetRecord): XmlObject {
  return {
    ChangeSetId: set.id,
    ChangeSetName: set.name,
    StackId: set.stackId,
    StackName: set.stackName,
    Description: set.description,
    CreationTime: set.createdAt,
    ExecutionStatus: set.executionStatus,
    Status: set.status,
    StatusReason: set.statusReason,
    IncludeNestedStacks: false,
    ImportExistingResources: false,
  }
}

function changeXml({ action, logicalId, physicalId, type, replacement }: ChangeRecord): XmlObject {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      Replacement: replacement,
      Scope: action === 'Modify' ? members(['Properties']) : {},
      Details: {},
    },
  }
}
