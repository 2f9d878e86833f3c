import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import { fail, failAll, type ReplicaError } from '../errors.ts'
import type { JsonValue } from './json.ts'
import { longForm } from './short-forms.ts'
import { openYaml, type YamlDocument } from './yaml-document.ts'
import { plainScalar } from './yaml-scalars.ts'

const mostValues = 400_000
/** Far more than any template has, far less than what a call stack bears. */
export const deepest = 250
const mostFaults = 20

/**
 * YAML of a template → JSON, with each short form spelled out; a tag that CloudFormation does not have becomes a call too,
 * for `checkTemplate` to refuse. Throws `production.template_invalid` for every fault, with line and column.
 */
export function parseTemplateYaml(text: string, origin: string): JsonValue {
  try {
    return convert(openYaml(text), origin)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw fail('production.template_invalid', { place: `${origin}:1:1`, reason: 'it is nested too deep' }, error)
  }
}

function convert(source: YamlDocument, origin: string): JsonValue {
  const reading: Reading = { source, origin, values: 0, depth: 0, anchors: new Map(), open: new Set(), faults: [] }
  const faults = source.faults.slice(0, mostFaults).map((fault) => invalid(reading, fault.offset, fault.reason))
  if (faults.length > 0) throw failAll(faults)
  const value = readNode(reading, source.document.contents)
  if (reading.faults.length > 0) throw failAll(reading.faults)
  return value
}

interface Reading {
  source: YamlDocument
  origin: string
  /** How many values were made, those behind aliases each time anew. */
  values: number
  depth: number
  anchors: Map<string, Node>
  /** Anchored nodes that are being read: an alias of one would never end. */
  open: Set<Node>
  faults: ReplicaError[]
}

function readNode(reading: Reading, node: unknown): JsonValue {
  reading.values += 1
  if (reading.values > mostValues) throw invalid(reading, 0, 'its aliases grow without end')
  if (isAlias(node)) return readAlias(reading, node.source, offsetOf(node))
  if (isScalar(node) && node.anchor === undefined) return plainScalar(node)
  if (reading.depth >= deepest) throw invalid(reading, offsetOf(node), 'it is nested too deep')
  reading.depth += 1
  const value = readAnchored(reading, node as Node | null)
  reading.depth -= 1
  return value
}

function readAnchored(reading: Reading, node: Node | null): JsonValue {
  const anchor = (node as { anchor?: string } | null)?.anchor
  if (node === null || anchor === undefined) return readTagged(reading, node)
  reading.anchors.set(anchor, node)
  reading.open.add(node)
  const value = readTagged(reading, node)
  reading.open.delete(node)
  return value
}

function readAlias(reading: Reading, name: string, offset: number): JsonValue {
  const target = reading.anchors.get(name)
  if (target === undefined) return refuse(reading, offset, `"*${name}" is an alias of an anchor that is not there`)
  if (reading.open.has(target)) return refuse(reading, offset, `"*${name}" is an alias within its own anchor`)
  return readNode(reading, target)
}

function readTagged(reading: Reading, node: Node | null): JsonValue {
  if (isScalar(node)) return plainScalar(node)
  const value = isMap(node) ? readMap(reading, node.items) : isSeq(node) ? node.items.map((item) => readNode(reading, item)) : null
  return node?.tag?.startsWith('!') ? longForm(node.tag.slice(1), value) : value
}

/** Own keys win over merged ones, wherever `<<` stands. */
function readMap(reading: Reading, pairs: readonly Pair[]): JsonValue {
  const own = new Map<string, JsonValue>()
  const merged = new Map<string, JsonValue>()
  for (const pair of pairs) {
    const key = keyOf(reading, pair)
    const value = readNode(reading, pair.value)
    if (isMerge(pair)) for (const [name, each] of mergedEntries(value)) merged.set(name, each)
    else if (own.has(key)) report(reading, twice(reading, offsetOf(pair.key), key))
    else own.set(key, value)
  }
  return Object.fromEntries([...merged, ...own])
}

/** Within quotes it is a key as any other. */
export function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN'
}

function mergedEntries(value: JsonValue): [string, JsonValue][] {
  if (Array.isArray(value)) return value.toReversed().flatMap(mergedEntries)
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function keyOf(reading: Reading, pair: Pair): string {
  if (isScalar(pair.key)) return String(pair.key.value)
  if (pair.key === null) return ''
  throw invalid(reading, offsetOf(pair.key), 'a key must be text')
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0
}

/** Notes a fault and reads on, to tell them all; stops where there are too many. */
function refuse(reading: Reading, offset: number, reason: string): null {
  report(reading, invalid(reading, offset, reason))
  return null
}

function report(reading: Reading, fault: ReplicaError): void {
  reading.faults.push(fault)
  if (reading.faults.length >= mostFaults) throw failAll(reading.faults)
}

/** The text can be read, but says two things. */
function twice(reading: Reading, offset: number, key: string): ReplicaError {
  return fail('production.template_faulty', { place: placeAt(reading, offset), reason: `the key "${key.slice(0, 100)}" is given twice` })
}

function invalid(reading: Pick<Reading, 'source' | 'origin'>, offset: number, reason: string): ReplicaError {
  return fail('production.template_invalid', { place: placeAt(reading, offset), reason })
}

function placeAt({ source, origin }: Pick<Reading, 'source' | 'origin'>, offset: number): string {
  const { line, col } = source.lines.linePos(offset)
  return `${origin}:${Math.max(line, 1)}:${Math.max(col, 1)}`
}
