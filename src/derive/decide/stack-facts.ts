import type { ProductionStack, TemplateResource } from '../../production/types.ts'
import { referencesOf } from '../references.ts'

/** What rules ask about the other resources of a stack of production; each answer is worked out once. */
export interface StackFacts {
  /** A resource by logical id; undefined for anything else, `constructor` included. */
  resource(logicalId: string): TemplateResource | undefined
  /** Logical ids of the resources of a type, in the template's order. */
  ofType(type: string): readonly string[]
  /** Logical ids of the resources of a resource's type that have the same value of a property, in the template's order. */
  sharing(logicalId: string, property: string): readonly string[]
  /** Logical ids of the resources whose properties refer to a resource. */
  referrersOf(logicalId: string): ReadonlySet<string>
  /** Whether anything in the stack says that it is ready: cfn-signal, `signal-resource` or the SignalResource call. */
  signals(): boolean
}

/** The facts of one stack of production. */
export function stackFacts(stack: ProductionStack): StackFacts {
  const resources = new Map(Object.entries(stack.template.Resources))
  const byType = once(() => groupByType(resources))
  const referrers = once(() => findReferrers(resources))
  const signals = once(() => /cfn-signal|signal-resource|SignalResource/.test(JSON.stringify(stack.template.Resources)))
  const groups = new Map<string, Map<string, string[]>>()
  const sharing = (logicalId: string, property: string): readonly string[] => {
    const { Type = '', Properties = {} } = resources.get(logicalId) ?? {}
    const name = `${Type} ${property}`
    const group = groups.get(name) ?? groupByValue(byType().get(Type) ?? [], resources, property)
    groups.set(name, group)
    return group.get(JSON.stringify(Properties[property] ?? null)) ?? []
  }
  return {
    sharing,
    resource: (logicalId) => resources.get(logicalId),
    ofType: (type) => byType().get(type) ?? [],
    referrersOf: (logicalId) => referrers().get(logicalId) ?? new Set(),
    signals,
  }
}

function groupByType(resources: ReadonlyMap<string, TemplateResource>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [logicalId, { Type }] of resources) {
    const known = found.get(Type)
    if (known === undefined) found.set(Type, [logicalId])
    else known.push(logicalId)
  }
  return found
}

function groupByValue(ids: readonly string[], resources: ReadonlyMap<string, TemplateResource>, property: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const id of ids) {
    const key = JSON.stringify(resources.get(id)?.Properties?.[property] ?? null)
    const known = found.get(key)
    if (known === undefined) found.set(key, [id])
    else known.push(id)
  }
  return found
}

function findReferrers(resources: ReadonlyMap<string, TemplateResource>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [logicalId, { Properties, Metadata }] of resources) {
    for (const name of referencesOf(Metadata, referencesOf(Properties))) {
      const known = found.get(name)
      if (known === undefined) found.set(name, new Set([logicalId]))
      else known.add(logicalId)
    }
  }
  return found
}

function once<T extends object | boolean>(work: () => T): () => T {
  let done: T | undefined
  return () => {
    done ??= work()
    return done
  }
}
