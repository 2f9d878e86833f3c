import { isAlias, isMap, isScalar, isSeq, type Node, Pair, Scalar, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import { isRecord, type JsonValue } from './json.ts'
import { isSame } from './same-value.ts'
import { longForm } from './short-forms.ts'
import { isMerge } from './template-yaml.ts'
import { openYaml } from './yaml-document.ts'
import { nodeOf, scalarOf } from './yaml-nodes.ts'
import { plainScalar } from './yaml-scalars.ts'

/**
 * YAML of `value` that keeps what it can of `source`: comments, order, styles and short forms. Undefined where the two
 * cannot be brought together; the caller makes sure that the text says the same.
 */
export function printYaml(value: JsonValue, source: string): string | undefined {
  const { document, faults } = openYaml(source)
  if (faults.length > 0 || !isMap(document.contents)) return undefined
  // An anchored value may change where it stands and not where its aliases do.
  visit(document, (_, node) => {
    if (isMap(node) || isSeq(node) || isScalar(node)) delete node.anchor
  })
  reconcile(document.contents, value, false)
  try {
    return document.toString({
      lineWidth: 0,
      indent: indentOf(source),
      indentSeq: hasIndentedLists(source),
      flowCollectionPadding: hasPadding(source),
    })
  } catch {
    return undefined
  }
}

/** What most lists do. */
function hasIndentedLists(source: string): boolean {
  const lists = [...source.matchAll(/^( *)[\w'":.]+:[ \t]*\r?\n( *)- /gm)]
  const indented = lists.filter((match) => (match[2]?.length ?? 0) > (match[1]?.length ?? 0))
  return indented.length * 2 >= lists.length
}

/** How far most maps stand to the right of their key. */
function indentOf(source: string): number {
  const counts = new Map<number, number>()
  for (const [, outer = '', inner = ''] of source.matchAll(/^( *)[\w'":.]+:[ \t]*\r?\n( +)(?=[\w'"])/gm)) {
    const step = inner.length - outer.length
    if (step >= 2 && step <= 8) counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 2
}

function hasPadding(source: string): boolean {
  return /[[{] \S/.test(source) && !/[[{][\w'"!]/.test(source)
}

/** The node that says `value`: the same one, changed as little as it takes, or a new one with its comments. */
function reconcile(node: unknown, value: JsonValue, inFlow: boolean): Node {
  const call = tagOf(node)
  if (call !== undefined) return reconcileCall(node as Node, call, value, inFlow)
  if (isMap(node) && isRecord(value) && !isMerged(node)) return reconcileMap(node, value, inFlow || node.flow === true)
  if (isSeq(node) && Array.isArray(value)) return reconcileList(node, value, inFlow || node.flow === true)
  if (isScalar(node) && isSame(plainScalar(node), value)) return node
  return inPlaceOf(node, value, inFlow)
}

function tagOf(node: unknown): string | undefined {
  const tag = (node as Node | null)?.tag
  return tag?.startsWith('!') && tag !== '!' && !isAlias(node) ? tag.slice(1) : undefined
}

function isMerged(map: YAMLMap): boolean {
  return map.items.some(isMerge)
}

/** A short form whose function is still called has its argument brought up to date. */
function reconcileCall(node: Node, name: string, value: JsonValue, inFlow: boolean): Node {
  if (isScalar(node)) return isSame(plainScalar(node), value) ? node : inPlaceOf(node, value, inFlow)
  const [key = ''] = Object.keys(longForm(name, null) as object)
  const argument = isRecord(value) && Object.keys(value).length === 1 ? value[key] : undefined
  if (isSeq(node) && Array.isArray(argument)) return reconcileList(node, argument, inFlow || node.flow === true)
  if (isMap(node) && argument !== undefined && isRecord(argument) && !isMerged(node))
    return reconcileMap(node, argument, inFlow || node.flow === true)
  return inPlaceOf(node, value, inFlow)
}

function reconcileMap(map: YAMLMap, value: Record<string, JsonValue>, inFlow: boolean): Node {
  const old = map.items
  const wasEmpty = old.length === 0
  map.items = old.filter((pair) => Object.hasOwn(value, keyOf(pair)))
  for (const pair of map.items) pair.value = reconcile(pair.value, value[keyOf(pair)] ?? null, inFlow)
  const known = new Set(map.items.map(keyOf))
  const added = Object.entries(value).filter(([key]) => !known.has(key))
  const isFlow = inFlow && !wasEmpty
  for (const [key, each] of added) map.items.push(new Pair(scalarOf(key, true), nodeOf(each, isFlow)))
  if (wasEmpty && added.length > 0 && !inFlow) map.flow = false
  if (map.items.length === 0) map.flow = true
  return map
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : ''
}

function reconcileList(list: YAMLSeq, value: readonly JsonValue[], inFlow: boolean): Node {
  const old = list.items
  list.items =
    old.length === value.length ? old.map((item, index) => reconcile(item, value[index] ?? null, inFlow)) : align(old, value, inFlow)
  if (list.items.length === 0) list.flow = true
  return list
}

/** Items that are there still keep their nodes, in order; those between them are new. */
function align(old: readonly unknown[], value: readonly JsonValue[], inFlow: boolean): Node[] {
  const sources = old.map((item) => JSON.stringify(writtenIn(item)))
  let from = 0
  return value.map((each) => {
    const found = sources.indexOf(JSON.stringify(each), from)
    if (found < 0) return nodeOf(each, inFlow)
    from = found + 1
    return old[found] as Node
  })
}

/** A node's value, as far as it matters to tell items apart. */
function writtenIn(node: unknown): JsonValue {
  const call = tagOf(node)
  if (isScalar(node)) return plainScalar(node)
  const plain = isSeq(node)
    ? node.items.map(writtenIn)
    : isMap(node)
      ? Object.fromEntries(node.items.map((pair) => [keyOf(pair), writtenIn(pair.value)]))
      : null
  return call === undefined ? plain : longForm(call, plain)
}

/** A new node where an old one was, with that one's comments and, for a text, its quotes. */
function inPlaceOf(node: unknown, value: JsonValue, inFlow: boolean): Node {
  const made = nodeOf(value, inFlow)
  const old = node as Node | null
  if (old?.commentBefore) made.commentBefore = old.commentBefore
  if (old?.comment && isScalar(old) && isScalar(made) && made.type !== Scalar.BLOCK_LITERAL) made.comment = old.comment
  if (isScalar(old) && isScalar(made) && made.type === 'QUOTE_SINGLE' && old.type === 'QUOTE_DOUBLE') made.type = 'QUOTE_DOUBLE'
  return made
}
