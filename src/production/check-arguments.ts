import type { Outline } from './check-types.ts'
import { isRecord, type JsonValue } from './json.ts'

interface Form {
  fits: (argument: JsonValue, outline: Outline) => boolean
  /** Completes `Fn::Name takes …`. */
  takes: string
}

/** What is wrong with a function's argument, as a sentence; undefined where nothing is. */
export function argumentFault(name: string, argument: JsonValue, outline: Outline): string | undefined {
  const form = forms.get(name)
  return form === undefined || form.fits(argument, outline) ? undefined : `${name} takes ${form.takes}`
}

const twoOf = (argument: JsonValue): boolean => isList(argument, 2, 2)

const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['Ref', { fits: isName, takes: 'the name of a parameter or a resource' }],
  ['Condition', { fits: (argument) => typeof argument === 'string', takes: 'the name of a condition' }],
  ['Fn::GetAtt', { fits: isAttribute, takes: 'a logical id and an attribute: [Id, Attribute]' }],
  ['Fn::Sub', { fits: isSub, takes: 'a text, or a list of a text and a map' }],
  ['Fn::Join', { fits: isJoin, takes: 'a list of a delimiter and a list of values' }],
  ['Fn::Select', { fits: twoOf, takes: 'a list of an index and a list of values' }],
  ['Fn::Split', { fits: twoOf, takes: 'a list of a delimiter and a text' }],
  ['Fn::FindInMap', { fits: (argument) => isList(argument, 3, 4), takes: 'a list of a mapping and two keys' }],
  ['Fn::If', { fits: isIf, takes: 'a list of a condition’s name and two values' }],
  ['Fn::Equals', { fits: twoOf, takes: 'a list of two values' }],
  ['Fn::Not', { fits: (argument) => isList(argument, 1, 1), takes: 'a list of one condition' }],
  ['Fn::And', { fits: (argument) => isList(argument, 1, 10), takes: 'a list of two to ten conditions' }],
  ['Fn::Or', { fits: (argument) => isList(argument, 1, 10), takes: 'a list of two to ten conditions' }],
  ['Fn::Cidr', { fits: (argument) => isList(argument, 2, 3), takes: 'a list of a block, a count and a number of bits' }],
  ['Fn::ImportValue', { fits: isTextOrCall, takes: 'the name of an export' }],
  ['Fn::Base64', { fits: isTextOrCall, takes: 'a text' }],
])

function isList(argument: JsonValue, least: number, most: number): argument is JsonValue[] {
  return Array.isArray(argument) && argument.length >= least && argument.length <= most
}

function isName(argument: JsonValue, outline: Outline): boolean {
  return typeof argument === 'string' || (outline.isExtended && isRecord(argument))
}

function isAttribute(argument: JsonValue, outline: Outline): boolean {
  if (typeof argument === 'string') return /^[^.]+\../.test(argument)
  if (!Array.isArray(argument) || argument.length < 2) return outline.isExtended && isRecord(argument)
  return isName(argument[0] ?? null, outline) && argument.slice(1).every(isTextOrCall)
}

function isSub(argument: JsonValue): boolean {
  if (!Array.isArray(argument)) return isScalar(argument)
  const [text, variables] = argument
  return isList(argument, 1, 2) && isScalar(text) && (variables === undefined || isRecord(variables))
}

function isJoin(argument: JsonValue): boolean {
  return twoOf(argument) && typeof (argument as JsonValue[])[1] === 'object' && (argument as JsonValue[])[1] !== null
}

function isIf(argument: JsonValue): boolean {
  return isList(argument, 3, 3) && (typeof argument[0] === 'string' || isRecord(argument[0]))
}

function isTextOrCall(argument: JsonValue): boolean {
  return isScalar(argument) || isRecord(argument)
}

function isScalar(value: JsonValue | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
