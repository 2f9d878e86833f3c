import { fold, foldText, type Scope } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import type { Plan, PlannedNested, PlannedStack } from '../types.ts'

/** A template of the plan, a stack's own or a nested one's, with what its expressions are worked out with. */
export interface MadeTemplate {
  /** Of production: `stack`, or `stack/LogicalId` for a nested one. */
  production: string
  /** Those that will be made: those whose condition is false are left out. */
  resources: Template['Resources']
  scope: Scope
  /** By the logical id of the resource that stands for it. */
  nested: ReadonlyMap<string, MadeTemplate>
}

type Place = Pick<Plan, 'region' | 'account'>

/** What will be made of a planned stack, as far as it is known before. */
export function madeStack(stack: PlannedStack, place: Place): MadeTemplate {
  return madeTemplate(stack, replicaScope(stack.template, stack.parameters, { ...place, name: stack.name }))
}

function madeTemplate(stack: Pick<PlannedNested, 'production' | 'template' | 'nested'>, scope: Scope): MadeTemplate {
  const isMade = conditionsOf(scope)
  const resources = Object.fromEntries(Object.entries(stack.template.Resources).filter(([, { Condition }]) => isMade(Condition)))
  const inside = Object.entries(stack.nested).filter(([logicalId]) => Object.hasOwn(resources, logicalId))
  const nested = inside.map(([logicalId, child]) => {
    const parameters = parametersOf(resources[logicalId]?.Properties?.Parameters, scope)
    const own = { ...scope, template: child.template, parameters: { ...defaultsOf(child.template), ...parameters }, conditions: new Map() }
    return [logicalId, madeTemplate(child, own)] as const
  })
  return { production: stack.production, resources, scope, nested: new Map(nested) }
}

/** Works out a derived template's expressions as they will be in the replica. */
function replicaScope(template: Template, parameters: Scope['parameters'], place: Place & { name: string }): Scope {
  const pseudo = { 'AWS::Region': place.region, 'AWS::AccountId': place.account, 'AWS::StackName': place.name }
  return { template, parameters: { ...defaultsOf(template), ...parameters }, pseudo, depth: 0 }
}

/** Whether a condition lets a resource be made: what is not known before counts as made. Each is worked out once. */
function conditionsOf(scope: Scope): (name: unknown) => boolean {
  const known = new Map<string, boolean>()
  return (name) => {
    if (typeof name !== 'string') return true
    const found = known.get(name) ?? fold({ Condition: name }, scope) !== false
    known.set(name, found)
    return found
  }
}

function defaultsOf(template: Template): Record<string, string> {
  const declared = Object.entries(template.Parameters ?? {}).filter(([, parameter]) => parameter?.Default !== undefined)
  return Object.fromEntries(declared.map(([name, { Default }]) => [name, String(Default)]))
}

/** What a parent's template gives a nested stack, where it is known. */
function parametersOf(given: JsonValue | undefined, scope: Scope): Record<string, string> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {}
  const texts = Object.entries(given).map(([name, value]) => [name, foldText(value, scope)] as const)
  return Object.fromEntries(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}
