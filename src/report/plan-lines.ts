import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Leak } from '../derive/types.ts'
import type { Production, ProductionStack } from '../production/types.ts'
import type { LocatedLeak } from './plan-types.ts'

/** Finds the line of production's text that each leak comes from; a leak in what the plan added has none. */
export function locateLeaks(leaks: readonly Leak[], production: Pick<Production, 'stacks'>): LocatedLeak[] {
  const readers = new Map<string, LineReader>()
  return leaks.map((leak) => {
    const stack = production.stacks.find(({ name }) => name === leak.stack)
    if (stack === undefined) return leak
    const lineOf = readers.get(stack.name) ?? createReader(stack)
    readers.set(stack.name, lineOf)
    const line = lineOf(leak.path)
    return { ...leak, origin: stack.origin, ...(line === undefined ? {} : { line }) }
  })
}

type LineReader = (pointer: string) => number | undefined

function createReader({ text }: ProductionStack): LineReader {
  if (text === undefined) return () => undefined
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false, strict: false })
  return (pointer) => {
    const offset = offsetOf(document, pointer.split('/').slice(1).map(unescapePointer))
    return offset === undefined ? undefined : lines.linePos(offset).line
  }
}

/** Where a path leads in the text, as far as the text has it; undefined where it has not even the resource. */
function offsetOf(document: Document, path: readonly string[]): number | undefined {
  let at: unknown = document.contents
  let offset: number | undefined
  for (const [depth, segment] of path.entries()) {
    const found = step(document, at, segment)
    if (found === undefined) return depth < 2 ? undefined : offset
    at = found.value
    offset = found.offset ?? offset
  }
  return offset
}

interface Step {
  value: unknown
  offset: number | undefined
}

function step(document: Document, at: unknown, segment: string): Step | undefined {
  const node = isAlias(at) ? at.resolve(document) : at
  if (isNode(node) && isShortForm(node, segment)) return { value: node, offset: node.range?.[0] }
  if (isSeq(node)) return stepTo(node.items[Number(segment)])
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment)
  return pair === undefined ? undefined : { value: pair.value, offset: isNode(pair.key) ? pair.key.range?.[0] : undefined }
}

function stepTo(item: unknown): Step | undefined {
  if (item === undefined) return undefined
  return { value: item, offset: isNode(item) ? item.range?.[0] : undefined }
}

/** `!Sub x` stands for `{"Fn::Sub": x}`. */
function isShortForm(node: Node, segment: string): boolean {
  const tag = 'tag' in node ? node.tag : undefined
  return typeof tag === 'string' && tag === `!${segment.replace(/^Fn::/, '')}`
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}
