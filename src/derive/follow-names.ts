import { callOf, fold, foldText, type Scope } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Template } from '../production/types.ts'
import type { DraftStack } from './draft.ts'
import { indexOfName, isTelling, wordsOf } from './identify.ts'
import { referencesOf, rewrite } from './references.ts'

/** A name of production's and what the replica calls it. */
export interface Rename {
  from: string
  to: string
  /** `AWS::Glue`: a name that is an everyday word is only followed within its service. */
  service: string
}

/** Every text that a draft says in its resources and outputs: literals, and expressions as they are in production. */
export function textsOf(stack: DraftStack): string[] {
  const texts: string[] = []
  const collect = (value: JsonValue): void => {
    const text = saidBy(value, stack.scope)
    if (text !== undefined) texts.push(text)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  for (const resource of Object.values(stack.template.Resources)) collect(resource.Properties ?? {})
  for (const output of Object.values(stack.template.Outputs ?? {})) collect(output.Value)
  return texts
}

/** Lets everything that said an old name say the new one. */
export function followNames(stacks: readonly DraftStack[], renames: readonly Rename[]): void {
  if (renames.length === 0) return
  const telling = byFirstWord(renames.filter((each) => isTelling(each.from)))
  const plain = renames.filter((each) => !isTelling(each.from))
  for (const stack of stacks) {
    for (const resource of Object.values(stack.template.Resources)) {
      const service = resource.Type.split('::').slice(0, 2).join('::')
      const own = plain.filter((each) => each.service === service)
      if (resource.Properties !== undefined) resource.Properties = follow(resource.Properties, stack.scope, telling, own)
    }
    if (stack.template.Outputs !== undefined) stack.template.Outputs = followOutputs(stack.template.Outputs, stack.scope, telling)
  }
}

function followOutputs(outputs: NonNullable<Template['Outputs']>, scope: Scope, telling: RenamesByWord): NonNullable<Template['Outputs']> {
  const entries = Object.entries(outputs).map(([name, output]) => [
    name,
    { ...output, ...follow({ Value: output.Value }, scope, telling, []) },
  ])
  return Object.fromEntries(entries) as NonNullable<Template['Outputs']>
}

type Properties = Record<string, JsonValue>

function follow(properties: Properties, scope: Scope, telling: RenamesByWord, plain: readonly Rename[]): Properties {
  const change = (value: JsonValue, key: string): JsonValue | undefined => {
    const text = saidBy(value, scope)
    if (text === undefined) return undefined
    const same = /(Name|Id|Identifier|Group|Family|Ref)$/.test(key) ? plain.find((each) => each.from === text) : undefined
    const renamed = same?.to ?? replaceNames(text, telling)
    if (renamed === text) return typeof value === 'string' ? value : undefined
    if (typeof value === 'string') return renamed
    return isOpenSub(value, scope) ? reopenSub(value, unbind(renamed, scope)) : asExpression(unbind(renamed, scope), renamed)
  }
  return rewrite(properties, change) as Properties
}

/** Renames by the first word of the old name: a text is only held against those whose first word it has. */
type RenamesByWord = ReadonlyMap<string, readonly Rename[]>

function byFirstWord(renames: readonly Rename[]): RenamesByWord {
  const found = new Map<string, Rename[]>()
  for (const each of renames) {
    const word = wordsOf(each.from)[0] ?? ''
    found.set(word, [...(found.get(word) ?? []), each])
  }
  return found
}

/** Longer names first: `shop/orders` is not `orders` in `shop`. */
function replaceNames(text: string, renames: RenamesByWord): string {
  const candidates = [...new Set(wordsOf(text))].flatMap((word) => renames.get(word) ?? [])
  let result = text
  for (const { from, to } of candidates.sort((one, other) => other.from.length - one.from.length)) {
    for (let at = indexOfName(result, from); at >= 0; at = indexOfName(result, from, at + to.length)) {
      result = result.slice(0, at) + to + result.slice(at + from.length)
    }
  }
  return result
}

/** What a literal or an expression says in production; of an `Fn::Sub`, with its resources' variables left as they are. */
function saidBy(value: JsonValue, scope: Scope): string | undefined {
  if (typeof value === 'string') return value
  const call = callOf(value)
  if (call === undefined || call.name === 'Fn::ImportValue') return undefined
  if (call.name === 'Ref' && referencesOf(value).size === 0) return undefined
  const whole = foldText(value, scope)
  return whole ?? (call.name === 'Fn::Sub' ? partly(call.argument, scope) : undefined)
}

function partly(argument: JsonValue, scope: Scope): string | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return undefined
  const own = typeof variables === 'object' && variables !== null && !Array.isArray(variables) ? variables : {}
  return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(own, name.trim()) ? own[name.trim()] : { Ref: name.trim() }
    const folded = fold(value, scope)
    return typeof folded === 'string' || typeof folded === 'number' ? String(folded) : whole
  })
}

/** Text that came from an expression names its account by `AWS::AccountId` again, so that it stays bound to none. */
function unbind(text: string, scope: Scope): string {
  return text.replaceAll(scope.pseudo['AWS::AccountId'] ?? '', '${AWS::AccountId}')
}

function asExpression(unbound: string, literal: string): JsonValue {
  return unbound === literal ? literal : { 'Fn::Sub': unbound }
}

function isOpenSub(value: JsonValue, scope: Scope): boolean {
  return callOf(value)?.name === 'Fn::Sub' && foldText(value, scope) === undefined
}

function reopenSub(value: JsonValue, text: string): JsonValue {
  const argument = callOf(value)?.argument
  return { 'Fn::Sub': Array.isArray(argument) && argument[1] !== undefined ? [text, argument[1]] : text }
}
