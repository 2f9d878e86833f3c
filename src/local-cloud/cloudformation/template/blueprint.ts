import type { JsonValue } from '../../../production/json.ts'
import type { Template, TemplateResource } from '../../../production/types.ts'
import { invalid } from '../invalid.ts'
import { evaluateConditions } from './conditions.ts'
import { findCycle } from './cycle.ts'
import type { JsonMap } from './no-value.ts'
import { findReferences } from './references.ts'
import type { Scope } from './scope.ts'

/** A template with its parameters: which resources there will be, and in which order. */
export interface Blueprint {
  template: Template
  holds(condition: string): boolean
  /** The resources whose condition holds. */
  resources: Readonly<Record<string, TemplateResource>>
  /** What each of them waits for, by logical id. */
  dependencies: Readonly<Record<string, readonly string[]>>
}

/**
 * Works out conditions, references and order. `scope` knows parameters, pseudo parameters and mappings, and throws for a
 * resource. Throws ValidationError for what does not resolve, and for cycles.
 */
export function makeBlueprint(template: Template, scope: Scope): Blueprint {
  const holds = evaluateConditions(template.Conditions ?? {}, scope)
  for (const name of Object.keys(template.Conditions ?? {})) holds(name)
  const resources = withCondition(template.Resources, holds)
  const named = Object.entries(resources).map(([id, resource]) => [id, waitsFor(id, resource, template, resources, holds)] as const)
  const dependencies = Object.fromEntries(named)
  const cycle = findCycle(dependencies)
  if (cycle !== undefined) throw invalid(`Circular dependency between resources: [${cycle.join(', ')}]`)
  for (const output of Object.values(activeOutputs(template, holds))) {
    checkNames('Outputs', findReferences([output.Value, output.Export?.Name ?? null], holds), template, resources)
  }
  return { template, holds, resources, dependencies }
}

/** The outputs whose condition holds. */
export function activeOutputs(template: Template, holds: (condition: string) => boolean): NonNullable<Template['Outputs']> {
  return withCondition(template.Outputs ?? {}, holds)
}

/** Whether Ref gives something that is neither parameter nor resource. */
export function isPseudoParameter(name: string): boolean {
  return /^AWS::(AccountId|NoValue|NotificationARNs|Partition|Region|StackId|StackName|URLSuffix)$/.test(name)
}

function withCondition<Item extends { Condition?: string }>(items: Record<string, Item>, holds: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(items).filter(([, { Condition }]) => Condition === undefined || holds(Condition)))
}

function waitsFor(
  id: string,
  resource: TemplateResource,
  template: Template,
  resources: Readonly<Record<string, TemplateResource>>,
  holds: (condition: string) => boolean,
): string[] {
  const references = findReferences([(resource.Properties ?? {}) as JsonMap, (resource.Metadata ?? {}) as JsonValue], holds)
  checkNames('Resources', references, template, resources)
  const explicit = [resource.DependsOn ?? []].flat()
  const unknown = explicit.filter((name) => !Object.hasOwn(template.Resources, name))
  if (unknown.length > 0) {
    throw invalid(`Template format error: Unresolved resource dependencies [${unknown.join(', ')}] in the Resources block of the template`)
  }
  const all = [...references.map((reference) => reference.id), ...explicit]
  return [...new Set(all)].filter((name) => Object.hasOwn(resources, name) || name === id)
}

function checkNames(
  block: 'Resources' | 'Outputs',
  references: ReturnType<typeof findReferences>,
  template: Template,
  resources: Readonly<Record<string, TemplateResource>>,
): void {
  const undefinedResource = references.find(({ id, attribute }) => attribute !== undefined && !Object.hasOwn(template.Resources, id))
  if (undefinedResource !== undefined) {
    throw invalid(`Template error: instance of Fn::GetAtt references undefined resource ${undefinedResource.id}`)
  }
  const isThere = (id: string) => isPseudoParameter(id) || Object.hasOwn(template.Parameters ?? {}, id) || Object.hasOwn(resources, id)
  const missing = [...new Set(references.filter(({ id }) => !isThere(id)).map(({ id }) => id))]
  if (missing.length === 0) return
  throw invalid(`Template format error: Unresolved resource dependencies [${missing.join(', ')}] in the ${block} block of the template`)
}
