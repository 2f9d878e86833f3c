import { callOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import { namedBy } from '../references.ts'

/** Stands for a value that cannot be kept. */
export const lost = Symbol('lost')
export type Pruned = JsonValue | typeof lost

/** Whether one function call names something that the replica does not have. */
export type IsLost = (call: { name: string; argument: JsonValue }) => boolean

/** Maps of free entries: one entry may go without the others. */
const freeMaps = new Set(['Variables', 'Environment', 'Parameters', 'Tags', 'Labels', 'DefinitionSubstitutions', 'DefaultArguments'])
/** Text for programs and people: a name in it that is gone is replaced by words. */
const freeText = new Set(['UserData', 'DefinitionString', 'Metadata', 'ZipFile', 'Description', 'DashboardBody'])
export const substitute = 'left-out-of-this-replica'

/**
 * A value without what refers to lost things: list entries and entries of free maps go, a branch of a choice becomes
 * AWS::NoValue, text keeps a substitute; anything else is lost as a whole. Where nothing is lost it is the same object.
 */
export function prune(value: JsonValue, isLost: IsLost, key = ''): Pruned {
  if (typeof value !== 'object' || value === null || !holdsLost(value, isLost)) return value
  if (freeText.has(key)) return replaceInText(value, isLost)
  if (Array.isArray(value)) return pruneList(value, isLost, key)
  const call = callOf(value)
  return call === undefined ? pruneMap(value, isLost, key) : pruneCall(call, isLost)
}

function pruneCall(call: { name: string; argument: JsonValue }, isLost: IsLost): Pruned {
  const isChoice = call.name === 'Fn::If' && Array.isArray(call.argument) && !isLost(call)
  return isChoice ? pruneChoice(call.argument as JsonValue[], isLost) : lost
}

function pruneChoice(argument: readonly JsonValue[], isLost: IsLost): Pruned {
  const [condition, ...branches] = argument
  const kept = branches.map((branch) => prune(branch, isLost))
  if (kept.every((branch) => branch === lost || isNoValue(branch))) return lost
  const filled = kept.map((branch) => (branch === lost ? { Ref: 'AWS::NoValue' } : branch))
  return { 'Fn::If': [condition ?? '', ...filled] }
}

function isNoValue(branch: Pruned): boolean {
  return branch !== lost && callOf(branch)?.argument === 'AWS::NoValue'
}

function holdsLost(value: JsonValue, isLost: IsLost): boolean {
  if (typeof value !== 'object' || value === null) return false
  const call = callOf(value)
  if (call !== undefined && isLost(call)) return true
  return Object.values(value).some((each) => holdsLost(each, isLost))
}

function pruneList(values: readonly JsonValue[], isLost: IsLost, key: string): Pruned {
  const kept = values.map((each) => prune(each, isLost, key)).filter((each) => each !== lost)
  return kept.length === 0 ? lost : kept
}

function pruneMap(value: Record<string, JsonValue>, isLost: IsLost, key: string): Pruned {
  const entries = Object.entries(value).map(([name, each]) => [name, prune(each, isLost, name)] as const)
  const kept = entries.filter((entry): entry is [string, JsonValue] => entry[1] !== lost)
  return kept.length < entries.length && !freeMaps.has(key) ? lost : Object.fromEntries(kept)
}

function replaceInText(value: JsonValue, isLost: IsLost): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  const call = callOf(value)
  if (call?.name === 'Fn::Sub' && isLost(call)) return replaceVariables(call.argument, isLost)
  if (call !== undefined && isLost(call)) return substitute
  if (Array.isArray(value)) return value.map((each) => replaceInText(each, isLost))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceInText(each, isLost)]))
}

function replaceVariables(argument: JsonValue, isLost: IsLost): JsonValue {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return substitute
  const kept = text.replaceAll(/\$\{([^!}][^}]*)\}/g, (whole, name: string) => {
    const call = { name: 'Fn::Sub', argument: `\${${name}}` }
    const own = typeof variables === 'object' && variables !== null && Object.hasOwn(variables, name.trim())
    return !own && namedBy(call).length > 0 && isLost(call) ? substitute : whole
  })
  return { 'Fn::Sub': variables === undefined ? kept : [kept, replaceInText(variables, isLost)] }
}
