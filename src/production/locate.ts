import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { longForm } from './short-forms.ts'
import type { ProductionStack } from './types.ts'
import { openYaml, type YamlDocument } from './yaml-document.ts'

/** Both from 1. */
export interface TextPlace {
  line: number
  column: number
}

/**
 * Where a template's text, YAML or JSON, holds what a JSON pointer into the parsed template names: the key, or the tag that
 * stands for it; the item of a list. Of a path that the text does not have, the deepest part that it has.
 */
export function locate(text: string, pointer: string): TextPlace {
  return locator(text)(pointer)
}

/** As `locate`, for many places in one text, which is read at the first. */
export function locator(text: string): (pointer: string) => TextPlace {
  let source: YamlDocument | undefined
  return (pointer) => {
    source ??= openOrNothing(text)
    return source === undefined ? { line: 1, column: 1 } : placeOf(source, pointer)
  }
}

/** What has the text of a template, and a name for messages. */
type Located = Pick<ProductionStack, 'origin' | 'text'>

const locators = new WeakMap<Located, (pointer: string) => TextPlace>()

/** The place in a production stack's template, for messages: `origin:line:column`; with the path where there is no text. */
export function placeIn(stack: Located, path: readonly string[]): string {
  if (stack.text === undefined) return `${stack.origin}: ${path.join('.')}`
  const place = locators.get(stack) ?? locator(stack.text)
  locators.set(stack, place)
  const { line, column } = place(pointerOf(path))
  return `${stack.origin}:${line}:${column}`
}

/** A JSON pointer made of keys and indexes. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function openOrNothing(text: string): YamlDocument | undefined {
  try {
    return openYaml(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch {
    return undefined
  }
}

function placeOf(source: YamlDocument, pointer: string): TextPlace {
  const parts = pointer.split('/').slice(1)
  let at: Step | undefined = { node: source.document.contents, offset: 0 }
  let offset = 0
  for (const part of parts) {
    at = stepInto(source.text, at, part.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (at === undefined) break
    offset = at.offset
  }
  const { line, col } = source.lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

/** A value on the way; `call` where its tag has been stepped into already. */
interface Step {
  node: Node | null
  offset: number
  call?: boolean
}

function stepInto(text: string, { node, call }: Step, key: string): Step | undefined {
  const tag = node?.tag?.startsWith('!') && !call ? node.tag : undefined
  if (node !== null && tag !== undefined) return key in (longForm(tag.slice(1), null) as object) ? intoTag(text, node) : undefined
  if (isMap(node)) return intoMap(node.items, key)
  if (isSeq(node)) return intoItem(text, node.items[Number(key)])
  return undefined
}

function intoTag(text: string, node: Node): Step {
  return { node, offset: startOf(text, node), call: true }
}

function intoMap(pairs: readonly { key: unknown; value: unknown }[], key: string): Step | undefined {
  const pair = pairs.findLast((each) => isScalar(each.key) && String(each.key.value) === key)
  if (pair === undefined) return undefined
  return { node: pair.value as Node | null, offset: (pair.key as Node).range?.[0] ?? 0 }
}

function intoItem(text: string, item: unknown): Step | undefined {
  return item === undefined || item === null ? undefined : { node: item as Node, offset: startOf(text, item as Node) }
}

/** A node's range begins after its tag. */
function startOf(text: string, node: Node): number {
  const start = node.range?.[0] ?? 0
  if (!node.tag?.startsWith('!')) return start
  const from = Math.max(0, start - 300)
  const found = text.slice(from, start).lastIndexOf(node.tag)
  return found < 0 ? start : from + found
}
