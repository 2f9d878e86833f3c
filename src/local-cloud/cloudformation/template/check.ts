import type { JsonValue } from '../../../production/json.ts'
import type { Template } from '../../../production/types.ts'
import { isKnownType } from '../../facts/resource-types.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { invalid } from '../invalid.ts'
import { isMap, type JsonMap } from './no-value.ts'
import { isParameterType } from './parameter-types.ts'

const sections = new Set([
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings'],
  ...['Conditions', 'Transform', 'Resources', 'Outputs', 'Hooks'],
])
const resourceKeys = new Set([
  ...['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy'],
  ...['UpdateReplacePolicy', 'CreationPolicy', 'UpdatePolicy', 'Description', 'Version'],
])
const policies = new Set(['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate'])
const mostResources = 500
const mostOutputs = 200

/** Checks everything that can be known without parameters. Throws ValidationError with AWS's sentences. */
export function checkTemplate(template: JsonMap): Template {
  const unknown = Object.keys(template).filter((name) => !sections.has(name))
  if (unknown.length > 0) throw invalid(`Invalid template property or properties [${unknown.join(', ')}]`)
  checkTransform(template.Transform)
  if (JSON.stringify(template).includes('"Fn::Transform":')) {
    throw invalid('The local cloud carries out no transforms, and the template uses Fn::Transform.')
  }
  for (const name of ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs']) checkSection(template, name)
  const resources = mapAt(template, 'Resources')
  checkResources(resources)
  checkParameters(mapAt(template, 'Parameters'))
  checkOutputs(mapAt(template, 'Outputs'))
  // Each part that the engine relies on has been looked at.
  return { ...template, Resources: resources } as unknown as Template
}

/** The language extensions are built in; a macro is code in an account, which there is none of here. */
function checkTransform(transform: JsonValue | undefined): void {
  const names = transform === undefined ? [] : [transform].flat()
  const refused = names.filter((name) => name !== 'AWS::LanguageExtensions').map((name) => (isMap(name) ? name.Name : name))
  if (refused.length > 0) {
    throw invalid(`The local cloud carries out no transforms, and the template asks for [${refused.map(String).join(', ')}].`)
  }
}

function checkSection(template: JsonMap, name: string): void {
  const section = template[name]
  if (section !== undefined && !isMap(section)) throw invalid(`Template format error: [/${name}] must be an object.`)
}

function checkResources(resources: JsonMap): void {
  const entries = Object.entries(resources)
  if (entries.length === 0) throw invalid('Template format error: At least one Resources member must be defined.')
  if (entries.length > mostResources) {
    throw invalid(`Template format error: Number of resources, ${entries.length}, is greater than maximum allowed, ${mostResources}`)
  }
  for (const [id, resource] of entries) checkResource(id, resource)
  const types = entries.map(([, resource]) => (isMap(resource) ? String(resource.Type) : ''))
  const unrecognized = [...new Set(types.filter((type) => !isKnownType(type)))]
  if (unrecognized.length > 0) throw invalid(`Template format error: Unrecognized resource types: [${unrecognized.join(', ')}]`)
}

function checkResource(id: string, resource: JsonValue): void {
  if (id.startsWith('Fn::')) throw invalid(`Template error: the local cloud does not support ${id.split('::', 2).join('::')} in Resources`)
  if (!/^[a-zA-Z0-9]{1,255}$/.test(id)) throw invalid(`Template format error: Resource name ${id} is non alphanumeric.`)
  if (!isMap(resource)) throw invalid(`Template format error: [/Resources/${id}] resource definition is malformed`)
  if (typeof resource.Type !== 'string') {
    throw invalid(`Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`)
  }
  const unknown = Object.keys(resource).find((key) => !resourceKeys.has(key))
  if (unknown !== undefined) throw invalid(`Invalid template resource property '${unknown}'`)
  checkPolicies(id, resource)
  const { Properties } = resource
  if (Properties !== undefined && Properties !== null && !isMap(Properties)) {
    throw invalid(`Template format error: [/Resources/${id}/Properties] must be an object.`)
  }
}

function checkPolicies(id: string, resource: JsonMap): void {
  for (const name of ['DeletionPolicy', 'UpdateReplacePolicy']) {
    const policy = resource[name]
    if (policy === undefined || (typeof policy === 'string' && policies.has(policy)) || isMap(policy)) continue
    throw invalid(`Template format error: Unrecognized ${name} ${String(policy)} for resource ${id}`)
  }
}

function checkParameters(parameters: JsonMap): void {
  for (const [name, parameter] of Object.entries(parameters)) {
    if (!/^[a-zA-Z0-9]{1,255}$/.test(name)) throw invalid(`Template format error: Parameter name ${name} is non alphanumeric.`)
    if (!isMap(parameter) || typeof parameter.Type !== 'string') {
      throw invalid(`Template format error: Every Parameters object must contain a Type member.`)
    }
    if (!isParameterType(parameter.Type)) throw invalid(`Template format error: Unrecognized parameter type: ${parameter.Type}`)
  }
}

function checkOutputs(outputs: JsonMap): void {
  const names = Object.keys(outputs)
  if (names.length > mostOutputs) {
    throw new ServiceError('LimitExceededException', `Number of outputs, ${names.length}, is greater than maximum allowed, ${mostOutputs}`)
  }
  for (const [name, output] of Object.entries(outputs)) {
    if (!/^[a-zA-Z0-9]{1,255}$/.test(name)) throw invalid(`Template format error: Output name ${name} is non alphanumeric.`)
    if (!isMap(output) || output.Value === undefined || output.Value === null) {
      throw invalid(`Template format error: Output ${name} is malformed. Every Outputs member must contain a Value object`)
    }
  }
}

function mapAt(template: JsonMap, name: string): JsonMap {
  const section = template[name]
  return isMap(section) ? section : {}
}
