import { members, type XmlObject } from '../../protocol/xml.ts'
import type { EventRecord, ResourceRecord, StackRecord } from '../records.ts'
import { shownValue } from '../template/parameters.ts'

/** A stack as DescribeStacks shows it. */
export function stackXml(stack: StackRecord): XmlObject {
  return {
    ...summaryParts(stack),
    ChangeSetId: stack.changeSetId,
    Description: stack.description,
    Parameters: parametersXml(stack),
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    DeploymentConfig: stack.express ? { Mode: 'EXPRESS' } : undefined,
    NotificationARNs: members(stack.notificationArns),
    RollbackConfiguration: {},
    TimeoutInMinutes: stack.timeoutMinutes,
    Capabilities: members(stack.capabilities),
    Outputs: members(stack.outputs.map(outputXml)),
    RoleARN: stack.roleArn,
    Tags: tagsXml(stack.tags),
    EnableTerminationProtection: stack.terminationProtection,
    RetainExceptOnCreate: stack.retainExceptOnCreate ? true : undefined,
  }
}

/** A stack as ListStacks shows it. */
export function summaryXml(stack: StackRecord): XmlObject {
  return { ...summaryParts(stack), TemplateDescription: stack.description }
}

export function parametersXml({ parameters }: Pick<StackRecord, 'parameters'>): XmlObject {
  return members(
    Object.entries(parameters).map(([ParameterKey, parameter]) => ({
      ParameterKey,
      ParameterValue: shownValue(parameter),
      ResolvedValue: parameter.secret ? undefined : parameter.resolved,
    })),
  )
}

export function tagsXml(tags: Readonly<Record<string, string>>): XmlObject {
  return members(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })))
}

/** A resource as the three resource calls show it; they differ in the name of the time. */
export function resourceXml(stack: StackRecord, resource: ResourceRecord, timeName: 'Timestamp' | 'LastUpdatedTimestamp'): XmlObject {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    [timeName]: resource.at,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    StackId: stack.id,
    StackName: stack.name,
  }
}

/** An event as DescribeStackEvents shows it. */
export function eventXml(stack: StackRecord, event: EventRecord): XmlObject {
  return {
    StackId: stack.id,
    EventId: event.id,
    StackName: stack.name,
    OperationId: event.operation?.id,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.at,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.operation?.token,
    ...hookXml(event),
  }
}

function hookXml({ hook, reason }: EventRecord): XmlObject {
  if (hook === undefined) return {}
  return {
    HookType: hook,
    HookStatus: 'HOOK_COMPLETE_FAILED',
    HookStatusReason: reason,
    HookInvocationPoint: 'PRE_PROVISION',
    HookFailureMode: 'FAIL',
  }
}

function summaryParts(stack: StackRecord): XmlObject {
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    LastOperations: members(stack.operations.slice(0, 2).map(({ id, kind }) => ({ OperationType: kind, OperationId: id }))),
  }
}

function outputXml({ key, value, description, exportName }: StackRecord['outputs'][number]): XmlObject {
  return { OutputKey: key, OutputValue: value, Description: description, ExportName: exportName }
}
