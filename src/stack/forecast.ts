import type { JsonValue } from '../production/json.ts'
import type { Template, TemplateResource } from '../production/types.ts'
import seconds from './facts/resource-seconds.json' with { type: 'json' }

/** Types that the facts leave out take less than 30 s: a typical one of them, with CloudFormation's own overhead. */
const ordinarySeconds = 8
/** Until the first resource starts, and from the end of the last one to the stack's own. */
const stackSeconds = 10

/** How many seconds creating a resource of that type usually takes on AWS. */
export function resourceSeconds(type: string): number {
  return (seconds as Readonly<Record<string, number>>)[type] ?? ordinarySeconds
}

/** How many seconds creating a stack usually takes on AWS: its longest chain of resources that wait for one another. */
export function stackForecastSeconds(template: Template): number {
  const longest = new Map<string, number>()
  const endOf = (logicalId: string): number => {
    const resource = template.Resources[logicalId]
    if (resource === undefined) return 0
    const known = longest.get(logicalId)
    if (known !== undefined) return known
    longest.set(logicalId, 0) // a circle, which CloudFormation refuses anyway, ends here
    const end = Math.max(0, ...referencesOf(resource).map(endOf)) + resourceSeconds(resource.Type)
    longest.set(logicalId, end)
    return end
  }
  return stackSeconds + Math.max(0, ...Object.keys(template.Resources).map(endOf))
}

function referencesOf(resource: TemplateResource): string[] {
  const { DependsOn: dependsOn = [], Properties: properties = {} } = resource
  return [...(typeof dependsOn === 'string' ? [dependsOn] : dependsOn), ...referencesIn(properties)]
}

/** Logical ids that Ref, Fn::GetAtt and Fn::Sub name, and some words that are none: those have no resource. */
function referencesIn(value: JsonValue | undefined): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  const inner = Object.values(value).flatMap(referencesIn)
  return [...targetsOf(value), ...inner]
}

function targetsOf(node: { readonly [key: string]: JsonValue | undefined }): string[] {
  const [reference, attribute, substitution] = [node.Ref, first(node['Fn::GetAtt']), first(node['Fn::Sub'])]
  if (typeof reference === 'string') return [reference]
  if (typeof attribute === 'string') return [attribute.split('.')[0] ?? '']
  if (typeof substitution === 'string') return [...substitution.matchAll(/\$\{([A-Za-z0-9]+)/g)].map((match) => match[1] ?? '')
  return []
}

function first(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) ? value[0] : value
}
