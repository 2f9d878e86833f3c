import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { fail, type ReplicaError } from '../errors.ts'
import { checkScalar, describeFound, type ScalarShape } from './check-scalar.ts'
import { placeOf, resolveAlias, type SpecDocument } from './document.ts'
import { nearest } from './nearest.ts'
import type { Shape } from './shape.ts'

/** What a checked file held: plain data of the language's shape, without the parts that were faulty. */
export interface Checked {
  value: unknown
  faults: ReplicaError[]
}

/** Holds a document against a shape. Every fault is collected; none is thrown. */
export function checkDocument(document: SpecDocument, shape: Shape): Checked {
  const checker: Checker = { document, faults: [] }
  const value = check(checker, document.root.contents, shape, 'replica.yml')
  return { value, faults: checker.faults }
}

interface Checker {
  document: SpecDocument
  faults: ReplicaError[]
}

type Of<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>

function check(checker: Checker, found: unknown, shape: Shape, key: string): unknown {
  const node = resolveAlias(checker.document, found)
  switch (shape.kind) {
    case 'object':
      return isMap(node) ? checkObject(checker, node, shape, key) : wrong(checker, node, key, 'a map of keys')
    case 'map':
      return isMap(node) ? checkMap(checker, node, shape, key) : wrong(checker, node, key, 'a map of names to values')
    case 'list':
      return isSeq(node) ? checkList(checker, node, shape, key) : wrong(checker, node, key, 'a list')
    case 'either':
      return checkEither(checker, node, shape, key)
    default:
      return isScalar(node) ? single(checker, node, shape, key) : wrong(checker, node, key, describeScalar(shape))
  }
}

function checkObject(checker: Checker, node: YAMLMap, shape: Of<'object'>, key: string): unknown {
  const found = new Map<string, unknown>()
  for (const pair of node.items) {
    const name = keyText(pair)
    if (!Object.hasOwn(shape.keys, name)) unknownKey(checker, pair, Object.keys(shape.keys))
    else found.set(name, check(checker, pair.value, shape.keys[name]?.value as Shape, name))
  }
  for (const [name, entry] of Object.entries(shape.keys)) {
    if (entry.required === true && !found.has(name)) missing(checker, node, name, `${name}: ${entry.example}`)
  }
  if (shape.oneOf !== undefined) checkOneOf(checker, node, shape.oneOf, found, key)
  return Object.fromEntries(found)
}

function checkOneOf(checker: Checker, node: YAMLMap, names: readonly string[], found: ReadonlyMap<string, unknown>, key: string): void {
  const given = names.filter((name) => found.has(name))
  if (given.length !== 1) checker.faults.push(fail('spec.choose_one', { place: placeOf(checker.document, node), key, names, given }))
}

function checkMap(checker: Checker, node: YAMLMap, shape: Of<'map'>, key: string): unknown {
  const entries: [string, unknown][] = []
  for (const pair of node.items) {
    const name = keyText(pair)
    const expected = shape.key.expected
    if (new RegExp(shape.key.source).test(name)) entries.push([name, check(checker, pair.value, shape.of, name)])
    else wrongAt(checker, pair.key, { key, found: `given the name "${name}"`, expected })
  }
  return Object.fromEntries(entries)
}

function checkList(checker: Checker, node: YAMLSeq, shape: Of<'list'>, key: string): unknown {
  if (node.items.length < (shape.least ?? 0)) wrong(checker, node, key, 'a list of at least one')
  return node.items.map((item) => check(checker, item, shape.of, key)).filter((value) => value !== undefined)
}

/** The one alternative that the value's own form (map, list, single value) points to. */
function checkEither(checker: Checker, node: unknown, shape: Of<'either'>, key: string): unknown {
  const form = isMap(node) ? 'map' : isSeq(node) ? 'list' : isScalar(node) && node.value !== null ? 'scalar' : 'nothing'
  const fitting = shape.of.find((each) => formOf(each) === form)
  return fitting === undefined ? wrong(checker, node, key, shape.expected) : check(checker, node, fitting, key)
}

function formOf(shape: Shape): 'map' | 'list' | 'scalar' {
  if (shape.kind === 'object' || shape.kind === 'map') return 'map'
  return shape.kind === 'list' ? 'list' : 'scalar'
}

function single(checker: Checker, node: Parameters<typeof checkScalar>[0], shape: ScalarShape, key: string): unknown {
  const outcome = checkScalar(node, shape)
  if ('value' in outcome) return outcome.value
  const isDiscreet = shape.kind === 'text' && shape.pattern?.isDiscreet === true
  return wrongAt(checker, node, { key, found: isDiscreet ? 'something else' : describeFound(node), ...outcome })
}

function describeScalar(shape: ScalarShape): string {
  const outcome = checkScalar(undefined, shape)
  return 'expected' in outcome ? outcome.expected : 'a single value'
}

function wrong(checker: Checker, node: unknown, key: string, expected: string): undefined {
  return wrongAt(checker, node, { key, found: describeFound(node), expected })
}

function wrongAt(checker: Checker, node: unknown, fault: { key: string; found: string; expected: string; nearest?: string }): undefined {
  checker.faults.push(fail('spec.bad_value', { place: placeOf(checker.document, node), ...fault }))
}

function missing(checker: Checker, node: YAMLMap, key: string, example: string): void {
  checker.faults.push(fail('spec.missing_key', { place: placeOf(checker.document, node), key, example }))
}

function unknownKey(checker: Checker, pair: Pair, allowed: readonly string[]): void {
  const key = keyText(pair)
  const close = nearest(key, allowed)
  const place = placeOf(checker.document, pair.key)
  checker.faults.push(fail('spec.unknown_key', { place, key, allowed, ...(close === undefined ? {} : { nearest: close }) }))
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.source ?? pair.key.value) : String(pair.key)
}
