import { callOf, foldText, type Scope } from '../../production/fold.ts'
import { isRecord, type JsonValue } from '../../production/json.ts'

/** Stands in a text for what only the running replica knows: a resource, an attribute, an output of a sibling. */
export const unknownPart = '\uE000'
/** Stands in a text for `AWS::AccountId`: bound to no account until it is set in. */
export const accountPart = '\uE001'

const variable = /\$\{([^!}][^}]*)\}/g

/** What an `Fn::Sub` or `Fn::Join` puts together, with `unknownPart` for what is not known yet; undefined for anything else. */
export function putTogether(value: JsonValue, scope: Scope): string | undefined {
  const call = callOf(value)
  if (call?.name === 'Fn::Sub') return substituted(call.argument, scope)
  return call?.name === 'Fn::Join' ? joined(call.argument, scope) : undefined
}

/** What any value says as text, `unknownPart` where that is not known. */
function part(value: JsonValue | undefined, scope: Scope): string {
  return foldText(value, scope) ?? putTogether(value ?? null, scope) ?? unknownPart
}

function substituted(argument: JsonValue, scope: Scope): string | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return undefined
  const own = isRecord(variables) ? variables : {}
  const filled = text.replaceAll(variable, (_, written: string) => {
    const name = written.trim()
    return part(Object.hasOwn(own, name) ? own[name] : { Ref: name }, scope)
  })
  return filled.replaceAll('${!', '${')
}

function joined(argument: JsonValue, scope: Scope): string | undefined {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string' || !Array.isArray(argument[1])) return undefined
  return argument[1].map((each) => part(each, scope)).join(argument[0])
}
