import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml'
import { fail, failAll, type ReplicaError } from '../errors.ts'
import type { JsonValue } from './json.ts'
import { longForm } from './short-forms.ts'
import { plainScalar } from './yaml-scalars.ts'

const mostValues = 400_000

/** YAML of a template → JSON, with each short form spelled out. Throws `production.template_invalid` with line and column. */
export function parseTemplateYaml(text: string, origin: string): JsonValue {
  const lines = new LineCounter()
  try {
    return convert(text, origin, lines)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw fail('production.template_invalid', { place: `${origin}:1:1`, reason: 'it is nested too deep' }, error)
  }
}

function convert(text: string, origin: string, lineCounter: LineCounter): JsonValue {
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true, logLevel: 'silent' })
  const reading: Reading = { document, origin, lineCounter, values: 0 }
  const faults = document.errors.map((error) => invalid(reading, error.pos[0], error.message))
  if (faults.length > 0) throw failAll(faults)
  return readNode(reading, document.contents)
}

interface Reading {
  document: Document
  origin: string
  lineCounter: LineCounter
  values: number
}

function readNode(reading: Reading, node: unknown): JsonValue {
  reading.values += 1
  if (reading.values > mostValues) throw invalid(reading, 0, 'its aliases grow without end')
  if (isAlias(node)) return readAlias(reading, node)
  const value = readPlain(reading, node)
  const tag = (node as Node | null)?.tag
  if (tag === undefined || !tag.startsWith('!')) return value
  const long = longForm(tag.slice(1), value)
  if (long === undefined) throw invalid(reading, offsetOf(node), `there is no function ${tag}`)
  return long
}

function readAlias(reading: Reading, node: Parameters<typeof isAlias>[0]): JsonValue {
  const target = isAlias(node) ? node.resolve(reading.document) : undefined
  if (target === undefined) throw invalid(reading, offsetOf(node), 'an alias of an anchor that is not there')
  return readNode(reading, target)
}

function readPlain(reading: Reading, node: unknown): JsonValue {
  if (isMap(node)) return readMap(reading, node.items)
  if (isSeq(node)) return node.items.map((item) => readNode(reading, item))
  return isScalar(node) ? plainScalar(node) : null
}

/** Later keys win over merged ones, wherever `<<` stands. */
function readMap(reading: Reading, pairs: readonly Pair[]): JsonValue {
  const own = new Map<string, JsonValue>()
  const merged = new Map<string, JsonValue>()
  for (const pair of pairs) {
    const key = keyOf(reading, pair)
    const value = readNode(reading, pair.value)
    if (key === '<<') for (const [name, each] of mergedEntries(value)) merged.set(name, each)
    else own.set(key, value)
  }
  return Object.fromEntries([...merged, ...own])
}

function mergedEntries(value: JsonValue): [string, JsonValue][] {
  if (Array.isArray(value)) return value.toReversed().flatMap(mergedEntries)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function keyOf(reading: Reading, pair: Pair): string {
  if (isScalar(pair.key)) return String(pair.key.source ?? pair.key.value)
  throw invalid(reading, offsetOf(pair.key), 'a key must be text')
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0
}

function invalid(reading: Reading, offset: number, reason: string): ReplicaError {
  const { line, col } = reading.lineCounter.linePos(offset)
  const place = `${reading.origin}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  return fail('production.template_invalid', { place, reason: reason.split('\n', 1)[0] ?? reason })
}
