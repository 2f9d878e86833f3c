import { foldText } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import { type DraftStack, drop, isMade, note, parametersProperty } from '../draft.ts'
import { requiredProperties } from '../facts/required.ts'
import { attributeOf, namedBy } from '../references.ts'
import { type IsLost, lost, prune } from './prune.ts'

const ruleName = 'references-cleaned'

/** Takes what was dropped out of everything that refers to it, in its own stack, through exports and in nested stacks. */
export function cleanReferences(stacks: readonly DraftStack[]): void {
  const lostExports = new Set<string>()
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    for (const stack of stacks) isChanged = (isMade(stack) && cleanStack(stack, lostExports)) || isChanged
  }
}

/** Tells whether another round is needed: a resource, an output, a parameter or an export was lost. */
function cleanStack(stack: DraftStack, lostExports: Set<string>): boolean {
  const before = sizeOf(stack, lostExports)
  dropEmptyChildren(stack)
  const isLost: IsLost = (call) => {
    if (call.name !== 'Fn::ImportValue') return namedBy(call).some((name) => isGone(stack, name)) || isOutputGone(stack, call)
    const name = foldText(call.argument, stack.scope)
    return name !== undefined && lostExports.has(name)
  }
  for (const logicalId of Object.keys(stack.template.Resources)) cleanResource(stack, logicalId, isLost)
  cleanOutputs(stack, isLost, lostExports)
  return sizeOf(stack, lostExports) !== before
}

/** Only ever shrinks but for the lost exports, which only grow. */
function sizeOf(stack: DraftStack, lostExports: ReadonlySet<string>): number {
  const { Resources, Outputs = {}, Parameters = {} } = stack.template
  return lostExports.size - Object.keys(Resources).length - Object.keys(Outputs).length - Object.keys(Parameters).length
}

/** Something of production's template that the replica's does not have. */
function isGone({ source, template }: DraftStack, name: string): boolean {
  return isDeclared(source.template, name) && !isDeclared(template, name)
}

function isDeclared({ Resources, Parameters = {} }: DraftStack['template'], name: string): boolean {
  return Object.hasOwn(Resources, name) || Object.hasOwn(Parameters, name)
}

/** `Fn::GetAtt: [Nested, Outputs.Name]` of an output that the nested stack no longer has. */
function isOutputGone(stack: DraftStack, call: Parameters<IsLost>[0]): boolean {
  return attributeOf(call).some(({ logicalId, attribute }) => {
    const child = stack.children.get(logicalId)
    const output = attribute.startsWith('Outputs.') ? attribute.slice('Outputs.'.length) : undefined
    return child !== undefined && output !== undefined && !Object.hasOwn(child.template.Outputs ?? {}, output)
  })
}

/** CloudFormation makes no stack without resources. */
function dropEmptyChildren(stack: DraftStack): void {
  for (const [logicalId, child] of stack.children) {
    const isEmpty = Object.keys(child.template.Resources).length === 0
    if (isEmpty && Object.hasOwn(stack.template.Resources, logicalId)) drop(stack, logicalId, ruleName, 'nothing of it is left')
  }
}

/** Properties that a schema calls optional, since one of several will do, and without which the resource is for nothing. */
const purposes: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Route': [
    ...['GatewayId', 'NatGatewayId', 'InstanceId', 'NetworkInterfaceId', 'TransitGatewayId', 'VpcEndpointId', 'VpcPeeringConnectionId'],
    ...['EgressOnlyInternetGatewayId', 'CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn'],
  ],
  'AWS::EC2::SecurityGroupIngress': ['SourceSecurityGroupId', 'SourceSecurityGroupName', 'SourcePrefixListId', 'GroupId', 'GroupName'],
  'AWS::EC2::SecurityGroupEgress': ['DestinationSecurityGroupId', 'DestinationPrefixListId'],
  'AWS::EC2::EIPAssociation': ['AllocationId', 'EIP', 'InstanceId', 'NetworkInterfaceId'],
  'AWS::EC2::VPCGatewayAttachment': ['InternetGatewayId', 'VpnGatewayId'],
  'AWS::AutoScaling::AutoScalingGroup': ['LaunchTemplate', 'LaunchConfigurationName', 'MixedInstancesPolicy', 'InstanceId'],
  'AWS::SNS::Subscription': ['Endpoint'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn'],
}

function cleanResource(stack: DraftStack, logicalId: string, isLost: IsLost): void {
  const resource = stack.template.Resources[logicalId]
  if (resource === undefined) return
  cleanDependsOn(resource, (name) => isGone(stack, name))
  const child = stack.children.get(logicalId)
  if (child !== undefined) cleanPassed(resource, child, isLost)
  const required = requiredProperties(resource.Type)
  for (const [property, value] of Object.entries(resource.Properties ?? {})) {
    const outcome = cleanProperty(resource, property, value, isLost)
    if (outcome === 'same') continue
    if (outcome === 'lost' && (required.includes(property) || purposes[resource.Type]?.includes(property))) {
      drop(stack, logicalId, ruleName, `its ${property} needs something that is left out`)
      return
    }
    note(stack, logicalId, 'kept', ruleName, `its ${property} no longer names what is left out`)
  }
  if (resource.Metadata !== undefined) resource.Metadata = prune(resource.Metadata, isLost, 'Metadata') as Record<string, JsonValue>
}

/** A parameter of a nested stack for which nothing is left is lost there too, unless it has a default. */
function cleanPassed(resource: TemplateResource, child: DraftStack, isLost: IsLost): void {
  const passed = parametersProperty(resource)
  for (const [name, value] of Object.entries(passed)) {
    if (prune([value], isLost) !== lost) continue
    delete passed[name]
    if (child.template.Parameters?.[name]?.Default === undefined) delete child.template.Parameters?.[name]
  }
}

function cleanProperty(resource: TemplateResource, property: string, value: JsonValue, isLost: IsLost): 'same' | 'changed' | 'lost' {
  const pruned = prune(value, isLost, property)
  if (pruned === value) return 'same'
  const { [property]: _, ...others } = resource.Properties ?? {}
  resource.Properties = pruned === lost ? others : { ...resource.Properties, [property]: pruned }
  return pruned === lost ? 'lost' : 'changed'
}

function cleanDependsOn(resource: TemplateResource, isMissing: (name: string) => boolean): void {
  if (resource.DependsOn === undefined) return
  const names = Array.isArray(resource.DependsOn) ? resource.DependsOn : [resource.DependsOn]
  const kept = names.filter((name) => !isMissing(name))
  if (kept.length === 0) delete resource.DependsOn
  else if (kept.length < names.length) resource.DependsOn = kept
}

/** An output says all that it said, or nothing: it may hold no AWS::NoValue. */
function cleanOutputs(stack: DraftStack, isLost: IsLost, lostExports: Set<string>): void {
  const outputs = stack.template.Outputs ?? {}
  for (const [name, output] of Object.entries(outputs)) {
    const value = [output.Value ?? null]
    if (prune(value, isLost) === value) continue
    const exported = foldText(output.Export?.Name, stack.scope)
    if (exported !== undefined) lostExports.add(exported)
    delete outputs[name]
  }
  if (stack.template.Outputs !== undefined && Object.keys(outputs).length === 0) delete stack.template.Outputs
}
