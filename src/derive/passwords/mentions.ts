import { callOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import { rewrite, subNames } from '../references.ts'

type Change = (value: JsonValue) => JsonValue | undefined
type TextFor = (name: string) => string | undefined

/**
 * For `rewrite`: puts a text in the place of each parameter that has one, within text as it is and alone as `whole`
 * makes of it.
 */
export function mentionsChange(textFor: TextFor, whole: (text: string) => JsonValue): Change {
  const change: Change = (each) => {
    const call = callOf(each)
    if (call?.name === 'Ref' && typeof call.argument === 'string') {
      const text = textFor(call.argument)
      return text === undefined ? undefined : whole(text)
    }
    const isMentioned = call?.name === 'Fn::Sub' && subNames(call.argument).some((name) => textFor(name) !== undefined)
    return isMentioned ? inSub(call.argument, textFor, change) : undefined
  }
  return change
}

function inSub(argument: JsonValue, textFor: TextFor, change: Change): JsonValue {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  const own = typeof variables === 'object' && variables !== null ? variables : {}
  const replaced = String(text).replaceAll(/\$\{\s*([^!}][^}]*?)\s*\}/g, (whole, name: string) => {
    return Object.hasOwn(own, name) ? whole : (textFor(name) ?? whole)
  })
  return { 'Fn::Sub': variables === undefined ? replaced : [replaced, rewrite(variables, change)] }
}
