import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import type { World } from '../types.ts'
import type { Engine } from './engine.ts'
import { listExports } from './exports.ts'
import { invalid, StackFault } from './invalid.ts'
import type { StackRecord } from './records.ts'
import { attributeOf } from './resources/attributes.ts'
import { resolveDynamic } from './template/dynamic.ts'
import { noValue, type Resolved } from './template/no-value.ts'
import { typedValue } from './template/parameter-types.ts'
import { shownValue } from './template/parameters.ts'
import type { Scope } from './template/scope.ts'

export type ScopeInput = Pick<StackRecord, 'id' | 'name' | 'parameters' | 'notificationArns'>

/**
 * What values of a template can refer to before any resource is there: parameters, pseudo parameters, mappings. Where
 * `masked`, secrets stay out: NoEcho parameters are `****` and dynamic references stay as they are.
 */
export function parameterScope(template: Template, stack: ScopeInput, world: World, masked: boolean): Scope {
  const noResource = (id: string): never => {
    throw invalid(
      `Template format error: Unresolved dependencies [${id}]. Cannot reference resources in the Conditions block of the template`,
    )
  }
  return {
    region: world.region,
    ref: (name) => pseudoParameter(name, stack, world) ?? parameterOf(name, template, stack, masked) ?? noResource(name),
    attribute: noResource,
    condition: (name) => {
      throw invalid(`Template format error: Unresolved condition dependency ${name}`)
    },
    mapping: (name) => (Object.hasOwn(template.Mappings ?? {}, name) ? template.Mappings?.[name] : undefined),
    importValue: () => {
      throw invalid('Template error: Fn::ImportValue cannot be used in Conditions')
    },
    dynamic: (text) => (masked ? text : resolveDynamic(text, world.state)),
  }
}

/** The scope of resources and outputs: resources of the stack as they are now, and exports. `imports` collects names. */
export function resourceScope(
  engine: Engine,
  stackId: string,
  options: { template: Template; holds(condition: string): boolean; masked: boolean; imports: Set<string> },
): Scope {
  const { world, stacks } = engine
  const plain = parameterScope(options.template, stacks.get(stackId), world, options.masked)
  const resource = (id: string) => stacks.get(stackId).resources[id]
  return {
    ...plain,
    condition: (name) => options.holds(name),
    ref: (name) => resource(name)?.physicalId ?? plain.ref(name),
    attribute(id, attribute) {
      const found = resource(id)
      const value = found === undefined ? undefined : attributeOf(found, attribute, world)
      if (value !== undefined) return value
      throw invalid(`Template error: resource ${id} does not support attribute type ${attribute} in Fn::GetAtt`)
    },
    importValue(name) {
      const found = listExports(stacks).find((each) => each.name === name)
      if (found === undefined) throw new StackFault(`No export named ${name} found.`)
      options.imports.add(name)
      return found.value
    },
  }
}

function parameterOf(name: string, template: Template, stack: ScopeInput, masked: boolean): JsonValue | undefined {
  const parameter = Object.hasOwn(stack.parameters, name) ? stack.parameters[name] : undefined
  const declaration = template.Parameters?.[name]
  if (parameter === undefined || declaration === undefined) return undefined
  if (masked && parameter.secret) return shownValue(parameter)
  return typedValue(declaration.Type, parameter.resolved ?? parameter.value)
}

function pseudoParameter(name: string, stack: ScopeInput, world: World): Resolved | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return world.account
    case 'AWS::NoValue':
      return noValue
    case 'AWS::NotificationARNs':
      return [...stack.notificationArns]
    case 'AWS::Partition':
      return world.partition
    case 'AWS::Region':
      return world.region
    case 'AWS::StackId':
      return stack.id
    case 'AWS::StackName':
      return stack.name
    case 'AWS::URLSuffix':
      return 'amazonaws.com'
    default:
      return undefined
  }
}
