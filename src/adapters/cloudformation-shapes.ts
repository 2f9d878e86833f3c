import type {
  StackEvent as SdkEvent,
  Parameter as SdkParameter,
  StackResourceSummary as SdkResource,
  Stack as SdkStack,
} from '@aws-sdk/client-cloudformation'
import type { StackDescription, StackEvent, StackOutput, StackParameter, StackResource } from '../ports/stacks.ts'

/** The SDK's stack in the port's words. */
export function toDescription(stack: SdkStack): StackDescription {
  return {
    arn: stack.StackId ?? '',
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? 'UNKNOWN',
    ...present('statusReason', stack.StackStatusReason),
    createdAt: stack.CreationTime ?? new Date(0),
    changedAt: stack.DeletionTime ?? stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(0),
    parameters: Object.fromEntries((stack.Parameters ?? []).map(toParameter)),
    outputs: Object.fromEntries((stack.Outputs ?? []).map((output) => [output.OutputKey ?? '', toOutput(output)])),
    tags: Object.fromEntries((stack.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    terminationProtection: stack.EnableTerminationProtection ?? false,
    capabilities: stack.Capabilities ?? [],
    ...present('rootArn', stack.RootId),
  }
}

/** The SDK's event in the port's words. */
export function toEvent(event: SdkEvent): StackEvent {
  return {
    id: event.EventId ?? '',
    at: event.Timestamp ?? new Date(0),
    logicalId: event.LogicalResourceId ?? '',
    ...present('physicalId', event.PhysicalResourceId),
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...present('reason', event.ResourceStatusReason),
    isStack: event.PhysicalResourceId === event.StackId,
  }
}

/** The SDK's resource in the port's words. */
export function toResource(resource: SdkResource): StackResource {
  return {
    logicalId: resource.LogicalResourceId ?? '',
    type: resource.ResourceType ?? '',
    ...present('physicalId', resource.PhysicalResourceId),
    status: resource.ResourceStatus ?? '',
  }
}

function toParameter(parameter: SdkParameter): [string, StackParameter] {
  return [parameter.ParameterKey ?? '', { value: parameter.ParameterValue ?? '', ...present('resolved', parameter.ResolvedValue) }]
}

function toOutput(output: NonNullable<SdkStack['Outputs']>[number]): StackOutput {
  return {
    value: output.OutputValue ?? '',
    ...present('exportName', output.ExportName),
    ...present('description', output.Description),
  }
}

/** A field that is there only with a value: CloudFormation leaves out, or leaves empty, what it does not know. */
function present<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Record<Key, string>)
}
