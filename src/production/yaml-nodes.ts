import { type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { JsonValue } from './json.ts'
import { functionNames } from './short-forms.ts'
import { plainValue } from './yaml-scalars.ts'

const shortNames: ReadonlySet<string> = new Set(functionNames.filter((name) => name !== 'ForEach').map((name) => `Fn::${name}`))

/** A new YAML node for a value, with calls in their short form; `inFlow` where it will stand within brackets. */
export function nodeOf(value: JsonValue, inFlow = false): Node {
  if (typeof value !== 'object' || value === null) return scalarOf(value, inFlow)
  const short = shortCall(value, inFlow)
  if (short !== undefined) return short
  if (!Array.isArray(value)) return mapOf(value, inFlow)
  const list = new YAMLSeq()
  list.items = value.map((each) => nodeOf(each, inFlow))
  list.flow = inFlow || value.length === 0
  return list
}

function mapOf(value: Record<string, JsonValue>, inFlow: boolean): Node {
  const map = new YAMLMap()
  map.items = Object.entries(value).map(([key, each]) => new Pair(scalarOf(key, true), nodeOf(each, inFlow)))
  map.flow = inFlow || map.items.length === 0
  return map
}

/** `!Name argument`; undefined where the value is no call or only the long form can say it. */
function shortCall(value: JsonValue, inFlow: boolean): Node | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const [name = '', ...others] = Object.keys(value)
  if (others.length > 0 || (name !== 'Ref' && !shortNames.has(name))) return undefined
  const argument = name === 'Fn::GetAtt' ? attributeText(value[name] ?? null) : (value[name] ?? null)
  const isText = typeof argument === 'string'
  const isList = Array.isArray(argument) && name !== 'Ref'
  if (!isText && !isList) return undefined
  const node = nodeOf(argument, inFlow || (isList && isShort(argument)))
  if (node.tag !== undefined) return undefined
  node.tag = `!${name.replace('Fn::', '')}`
  return node
}

/** `[Id, Attribute]` as one text. */
function attributeText(argument: JsonValue): JsonValue {
  if (!Array.isArray(argument)) return null
  const [id, attribute, ...more] = argument
  const isPath = typeof id === 'string' && typeof attribute === 'string' && more.length === 0
  return isPath && /^[\w:-]+$/.test(id) && /^[\w.:-]+$/.test(attribute) ? `${id}.${attribute}` : argument
}

/** Lists of a few plain values stay on one line. */
function isShort(list: readonly JsonValue[]): boolean {
  return list.length <= 4 && list.every((each) => typeof each !== 'object' && String(each).length <= 30)
}

/** A new scalar in the plainest style that every reader of YAML 1.1 and 1.2 takes for the same value. */
export function scalarOf(value: string | number | boolean | null, inFlow: boolean): Scalar {
  const scalar = new Scalar(String(value))
  scalar.type = typeof value === 'string' ? styleOf(value, inFlow) : 'PLAIN'
  return scalar
}

/** The style for a text: a block for lines, plain where nothing else could be meant, else quotes. */
function styleOf(text: string, inFlow: boolean): Scalar.Type {
  if (isBlock(text) && !inFlow) return 'BLOCK_LITERAL'
  if (!isPrintable(text) || text.includes('\n')) return 'QUOTE_DOUBLE'
  return isPlain(text) ? 'PLAIN' : 'QUOTE_SINGLE'
}

/** What YAML 1.1 reads as something else than text, in any spelling. */
const words = /^(y|n|yes|no|on|off|true|false|null|undefined|nan|inf)$/i

/** Begins like a name or a path and has nothing that could end it; numbers and dates begin with digits. */
function isPlain(text: string): boolean {
  if (words.test(text) || text !== text.trim() || typeof plainValue(text) !== 'string') return false
  return /^[A-Za-z_/$][\w ./:@+$()=;-]*$/.test(text) && !/:( |$)|\$\{| {2}/.test(text)
}

function isBlock(text: string): boolean {
  return text.includes('\n') && text.trim() !== '' && isPrintable(text.replaceAll('\n', '')) && !/[ \t]\n|[ \t]$/.test(text)
}

/** Letters that YAML may hold as they are and that no reader takes for the end of a line. */
function isPrintable(text: string): boolean {
  return /^[\x20-\x7E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(text)
}
