import { callOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Site } from './sites.ts'

/** Part of a text: plain text, or an expression of the replica's. */
export type Piece = string | { [key: string]: JsonValue }

/**
 * What a place says once parts of its text are replaced: plain text where that is enough, the expression itself where it is
 * all, `Fn::Sub` otherwise. The account is named by `AWS::AccountId`, so that no ARN stays bound to one.
 */
export function spell(pieces: readonly Piece[], site: Site): JsonValue {
  const filled = pieces.filter((piece) => piece !== '')
  const [only, ...others] = filled
  if (only !== undefined && others.length === 0 && typeof only === 'object') return only
  const variables = ownVariables(site)
  const text = filled.map((piece) => (typeof piece === 'string' ? restore(piece, site) : placeholder(piece, variables))).join('')
  const plain = filled.join('')
  if (site.kind !== 'sub' && filled.every((piece) => typeof piece === 'string') && text === escaped(plain)) return plain
  return { 'Fn::Sub': Object.keys(variables).length === 0 ? text : [text, variables] }
}

/** Of an `Fn::Sub`, its own object: places within it are changed in turn. */
function ownVariables(site: Site): Record<string, JsonValue> {
  if (site.kind !== 'sub') return {}
  const argument = callOf((site.holder as Record<string | number, JsonValue>)[site.key])?.argument
  const variables = Array.isArray(argument) ? argument[1] : undefined
  return typeof variables === 'object' && variables !== null && !Array.isArray(variables) ? variables : {}
}

/** Text inside `Fn::Sub`, bound to no account. */
function restore(text: string, site: Site): string {
  const safe = site.kind === 'sub' ? text : escaped(text)
  return replaceNumber(safe, site.stack.scope.pseudo['AWS::AccountId'], '${AWS::AccountId}')
}

/** Digits beside it would make another number of it. */
function replaceNumber(text: string, number: string | undefined, by: string): string {
  if (number === undefined || !text.includes(number)) return text
  const parts = text.split(/(\d+)/)
  return parts.map((part) => (part === number ? by : part)).join('')
}

function escaped(text: string): string {
  return text.replaceAll('${', '${!')
}

/** `${Id}`, `${Id.Attribute}`, or a variable for any other expression. */
function placeholder(expression: Exclude<Piece, string>, variables: Record<string, JsonValue>): string {
  const call = callOf(expression)
  if (call?.name === 'Ref' && typeof call.argument === 'string') return `\${${call.argument}}`
  if (call?.name === 'Fn::GetAtt' && Array.isArray(call.argument) && call.argument.every((each) => typeof each === 'string')) {
    return `\${${call.argument.join('.')}}`
  }
  const text = JSON.stringify(expression)
  const known = Object.keys(variables).find((name) => JSON.stringify(variables[name]) === text)
  const name = known ?? `ProdReplica${Object.keys(variables).length + 1}`
  variables[name] = expression
  return `\${${name}}`
}
