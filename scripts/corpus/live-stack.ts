import { rewrite, subNames } from '../../src/derive/references.ts'
import type { ResourceRecord } from '../../src/local-cloud/cloudformation/records.ts'
import { attributeOf } from '../../src/local-cloud/cloudformation/resources/attributes.ts'
import { makePhysicalId } from '../../src/local-cloud/cloudformation/resources/physical-id.ts'
import type { World } from '../../src/local-cloud/types.ts'
import type { Entropy } from '../../src/ports/entropy.ts'
import type { StackOutput, StackParameter, StackResource } from '../../src/ports/stacks.ts'
import { callOf, fold, foldText, type Scope, scopeOf } from '../../src/production/fold.ts'
import type { JsonValue } from '../../src/production/json.ts'
import type { Template } from '../../src/production/types.ts'
import { account, partition, region } from './account.ts'
import { makeParameter } from './parameters.ts'

/** A stack as it would be in AWS, with ids, attributes, outputs and children that are made up from its template. */
export interface LiveStack {
  name: string
  arn: string
  text: string
  template: Template
  parameters: Record<string, StackParameter>
  resources: StackResource[]
  outputs: Record<string, StackOutput>
  /** Exports of other stacks that this one imports. */
  imports: Record<string, string>
  children: LiveStack[]
}

export interface LiveStackRequest {
  name: string
  text: string
  template: Template
  /** What a parent gives its nested stack. */
  given?: Readonly<Record<string, string>>
  /** The template of a nested stack, by the text of its TemplateURL; undefined where it is not known. */
  findChild: (url: string) => { text: string; template: Template } | undefined
  entropy: Entropy
  depth?: number
}

/** Makes the stack of a template up, and those nested in it. */
export function makeLiveStack(request: LiveStackRequest): LiveStack {
  const { name, text, template, entropy } = request
  const arn = `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/${uuid(entropy)}`
  const parameters = makeParameters(request)
  const making: Making = { request, arn, scope: makeScope(request, arn, parameters), records: new Map(), children: [] }
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    // What has no type is refused later, by what reads it.
    if (typeof resource?.Type === 'string' && isMade(resource.Condition, making)) makeResource(making, logicalId)
  }
  const imports = makeImports(making)
  return {
    name,
    arn,
    text,
    template,
    parameters,
    resources: listResources(making),
    outputs: makeOutputs(making),
    imports,
    children: making.children,
  }
}

interface Making {
  request: LiveStackRequest
  arn: string
  /** Physical ids and attributes are among its pseudo parameters as soon as they are known. */
  scope: Scope & { pseudo: Record<string, string> }
  records: Map<string, ResourceRecord>
  children: LiveStack[]
}

function makeParameters({ template, given = {}, entropy }: LiveStackRequest): Record<string, StackParameter> {
  const declared = Object.entries(template.Parameters ?? {})
  return Object.fromEntries(
    declared.map(([name, each]) => [name, makeParameter(name, each, Object.hasOwn(given, name) ? given[name] : undefined, entropy)]),
  )
}

function makeScope(request: LiveStackRequest, arn: string, made: Record<string, StackParameter>): Making['scope'] {
  const parameters = Object.fromEntries(Object.entries(made).map(([name, { value }]) => [name, { value, secret: false }]))
  const { name, template, text } = request
  const stack = { name, arn, template, text, parameters, resources: [], outputs: {}, origin: name }
  const scope = scopeOf(stack, { account, partition, region })
  return { ...scope, pseudo: { ...scope.pseudo } }
}

function isMade(condition: string | undefined, { scope }: Making): boolean {
  return typeof condition !== 'string' || fold({ Condition: condition }, scope) !== false
}

function makeResource(making: Making, logicalId: string): void {
  const { request, scope, records } = making
  const { Type: type, Properties = {} } = request.template.Resources[logicalId] ?? { Type: '' }
  const known = Object.entries(Properties ?? {}).map(([key, value]) => [key, resolve(value, making)] as const)
  const properties = Object.fromEntries(known.filter(([, value]) => value !== undefined)) as Record<string, JsonValue>
  const child = type === 'AWS::CloudFormation::Stack' ? makeChild(making, logicalId, properties) : undefined
  const identity = { type, logicalId, stackName: request.name, stackId: making.arn, properties, tags: {} }
  const physicalId = child?.arn ?? makePhysicalId(identity, worldOf(request.entropy))
  // Only what makes attributes is looked at.
  records.set(logicalId, { type, physicalId, properties, attributes: {} } as unknown as ResourceRecord)
  scope.pseudo[logicalId] = physicalId
  for (const [key, { value }] of Object.entries(child?.outputs ?? {})) scope.pseudo[`${logicalId}.Outputs.${key}`] = value
}

function makeChild(making: Making, logicalId: string, properties: Record<string, JsonValue>): LiveStack | undefined {
  const { request } = making
  const url = properties.TemplateURL ?? JSON.stringify(request.template.Resources[logicalId]?.Properties?.TemplateURL ?? '')
  const found = (request.depth ?? 0) > 8 ? undefined : request.findChild(String(url))
  const name = `${request.name}-${logicalId}-${request.entropy.hex(6).toUpperCase()}`
  if (found === undefined) return undefined
  const parameters = Object.entries(request.template.Resources[logicalId]?.Properties?.Parameters ?? {})
  const given = parameters.flatMap(([key, value]) => {
    const known = resolve(value, making)
    return known === undefined ? [] : [[key, Array.isArray(known) ? known.join(',') : String(known)] as const]
  })
  const child = makeLiveStack({ ...request, ...found, name, given: Object.fromEntries(given), depth: (request.depth ?? 0) + 1 })
  making.children.push(child)
  return child
}

/** What an expression is in the running stack; undefined where even here it is not known. */
function resolve(value: JsonValue | undefined, making: Making): JsonValue | undefined {
  if (value === undefined) return undefined
  const plain = rewrite(value, (each) => {
    const call = callOf(each)
    if (call?.name === 'Fn::Sub') for (const name of subNames(call.argument)) learnAttribute(name, making)
    if (call?.name === 'Fn::GetAtt') return attributeNamed(textOfGetAtt(call.argument), making) ?? each
    return call?.name === 'Fn::Base64' ? resolve(call.argument, making) : undefined
  })
  return fold(plain, making.scope)
}

function learnAttribute(name: string, making: Making): void {
  const value = name.includes('.') ? attributeNamed(name, making) : undefined
  if (value !== undefined) making.scope.pseudo[name] = String(value)
}

function textOfGetAtt(argument: JsonValue): string {
  return Array.isArray(argument) ? argument.join('.') : String(argument)
}

function attributeNamed(name: string, { scope, records, request }: Making): JsonValue | undefined {
  if (Object.hasOwn(scope.pseudo, name)) return scope.pseudo[name]
  const [logicalId = '', ...rest] = name.split('.')
  const record = records.get(logicalId)
  return record === undefined ? undefined : attributeOf(record, rest.join('.'), worldOf(request.entropy))
}

function makeOutputs(making: Making): Record<string, StackOutput> {
  const outputs = Object.entries(making.request.template.Outputs ?? {}).filter(([, { Condition }]) => isMade(Condition, making))
  return Object.fromEntries(
    outputs.map(([name, output]) => {
      const value = resolve(output.Value, making) ?? `${name.toLowerCase()}-${making.request.entropy.hex(4)}`
      const exportName = foldText(output.Export?.Name, making.scope)
      return [name, { value: Array.isArray(value) ? value.join(',') : String(value), ...(exportName === undefined ? {} : { exportName }) }]
    }),
  )
}

function makeImports(making: Making): Record<string, string> {
  const found: Record<string, string> = {}
  rewrite(making.request.template.Resources as unknown as JsonValue, (each) => {
    const call = callOf(each)
    const name = call?.name === 'Fn::ImportValue' ? resolve(call.argument, making) : undefined
    if (typeof name === 'string') found[name] = `imported-${making.request.entropy.hex(8)}`
    return undefined
  })
  return found
}

function listResources({ records }: Making): StackResource[] {
  return [...records].map(([logicalId, { type, physicalId = '' }]) => ({ logicalId, type, physicalId, status: 'UPDATE_COMPLETE' }))
}

/** The part of a local cloud that ids and attributes are made with. */
function worldOf(entropy: Entropy): World {
  return { account, region, partition, endpoint: `https://sqs.${region}.amazonaws.com`, entropy } as unknown as World
}

function uuid(entropy: Entropy): string {
  const digits = entropy.hex(16)
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-')
}
