import { fold } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { DraftStack } from '../draft.ts'
import { rewrite } from '../references.ts'
import { textsIn } from '../respell/sites.ts'

/**
 * A condition cannot refer to a resource. One that compares something of production's, such as the id of a network, keeps the
 * answer that it has in production, and the text goes.
 */
export function settleConditions(stack: DraftStack, isKnown: (text: string) => boolean): void {
  const conditions = stack.template.Conditions ?? {}
  for (const [name, expression] of Object.entries(conditions)) {
    if (!textsIn(expression, stack).some(isKnown)) continue
    const answer = fold({ Condition: name }, stack.scope)
    if (typeof answer === 'boolean') conditions[name] = { 'Fn::Equals': ['production', answer ? 'production' : 'another'] }
  }
}

/** Takes away mappings that nothing looks into any more, with what they say of production. */
export function dropUnusedMappings(stack: DraftStack): void {
  const { Mappings, Resources, Outputs = {}, Conditions = {} } = stack.template
  if (Mappings === undefined) return
  const asked = mapsAsked([Resources, Outputs, Conditions] as unknown as JsonValue)
  if (asked === undefined) return
  for (const name of Object.keys(Mappings)) if (!asked.has(name)) delete Mappings[name]
  if (Object.keys(Mappings).length === 0) delete stack.template.Mappings
}

/** Undefined where a map's name is worked out, so any may be meant. */
function mapsAsked(parts: JsonValue): Set<string> | undefined {
  const asked = new Set<string>()
  let isOpen = false
  rewrite(parts, (value) => {
    const argument = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['Fn::FindInMap'] : undefined
    if (!Array.isArray(argument)) return undefined
    if (typeof argument[0] === 'string') asked.add(argument[0])
    else isOpen = true
    return undefined
  })
  return isOpen ? undefined : asked
}
