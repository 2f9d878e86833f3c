import type { JsonValue } from '../../../production/json.ts'
import { invalid } from '../invalid.ts'
import { type Call, type IntrinsicFunction, listOf, parts, textOf } from './arguments.ts'
import { splitCidr } from './cidr.ts'
import { findInMap } from './find-in-map.ts'
import { isScalar, type Resolved } from './no-value.ts'
import { parseAttributePath } from './sub.ts'
import { substitute } from './substitute.ts'

/** Every intrinsic function that gives a value, by its long name. Conditions have functions of their own. */
export const functions: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (argument, { scope }) => scope.ref(String(argument)),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::FindInMap': findInMap,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::Base64': (argument, call) => Buffer.from(textOf(argument, call, 'Fn::Base64')).toString('base64'),
  'Fn::Cidr': cidr,
  'Fn::GetAZs': getZones,
  'Fn::If': choose,
  'Fn::ImportValue': (argument, call) => call.scope.importValue(textOf(argument, call, 'Fn::ImportValue')),
  'Fn::Length': (argument, call) => listOf(argument, call, 'Template error: every Fn::Length object requires a list').length,
  'Fn::ToJsonString': toJsonString,
}

function getAttribute(argument: JsonValue, call: Call): JsonValue {
  const path = typeof argument === 'string' ? parseAttributePath(argument) : attributeOf(argument, call)
  if (path.attribute !== undefined) return call.scope.attribute(path.id, path.attribute)
  throw invalid('Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute')
}

/** The attribute may be a Ref of a parameter; the logical id may not. */
function attributeOf(argument: JsonValue, call: Call): { id: string; attribute?: string } {
  const [id, ...rest] = Array.isArray(argument) ? argument : []
  if (typeof id !== 'string' || rest.length === 0) return { id: '' }
  return { id, attribute: rest.map((part) => textOf(part, call, 'Fn::GetAtt')).join('.') }
}

const joinForm =
  'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.'

function join(argument: JsonValue, call: Call): string {
  const [delimiter = '', list = []] = parts(argument, [2], joinForm)
  const items = listOf(list, call, joinForm)
  if (typeof delimiter !== 'string' || !items.every(isScalar)) throw invalid(joinForm)
  return items.map(String).join(delimiter)
}

const splitForm =
  'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.'

function split(argument: JsonValue, call: Call): string[] {
  const [delimiter = '', text = ''] = parts(argument, [2], splitForm)
  const value = call.resolve(text)
  if (typeof delimiter !== 'string' || delimiter === '' || !isScalar(value)) throw invalid(splitForm)
  return String(value).split(delimiter)
}

const selectForm = 'Template error: Fn::Select requires a list argument with two elements: an integer index and a list'

function select(argument: JsonValue, call: Call): Resolved {
  const [at = '', list = []] = parts(argument, [2], selectForm)
  const index = Number(textOf(at, call, 'Fn::Select'))
  const items = listOf(list, call, selectForm)
  if (!Number.isInteger(index)) throw invalid(selectForm)
  const item = items[index]
  if (item === undefined || item === null) throw invalid(`Template error: Fn::Select cannot select nonexistent value at index ${index}`)
  return item
}

const cidrForm = 'Template error: every Fn::Cidr object requires two or three parameters: ipBlock, count and cidrBits'

function cidr(argument: JsonValue, call: Call): string[] {
  const [block = '', count = '', hostBits = 8] = parts(argument, [2, 3], cidrForm)
  return splitCidr(textOf(block, call, 'Fn::Cidr'), Number(textOf(count, call, 'Fn::Cidr')), Number(textOf(hostBits, call, 'Fn::Cidr')))
}

/** AWS's own templates say nothing (`Fn::GetAZs:`) as often as an empty text. */
function getZones(argument: JsonValue, call: Call): string[] {
  const region = textOf(argument ?? '', call, 'Fn::GetAZs') || call.scope.region
  return ['a', 'b', 'c'].map((letter) => region + letter)
}

const ifForm = 'Template error: Fn::If requires a list argument with the first element being a condition'

function choose(argument: JsonValue, { scope, resolve }: Call): Resolved {
  const [condition, then = null, otherwise = null] = parts(argument, [3], ifForm)
  if (typeof condition !== 'string') throw invalid(ifForm)
  return resolve(scope.condition(condition) ? then : otherwise)
}

function toJsonString(argument: JsonValue, { resolve }: Call): string {
  const value = resolve(argument)
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  throw invalid('Template error: every Fn::ToJsonString object requires an object or a list')
}
