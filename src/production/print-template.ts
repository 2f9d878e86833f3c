import type { JsonValue } from './json.ts'
import { printYaml } from './print-yaml.ts'
import { isSame } from './same-value.ts'
import { parseTemplate } from './template.ts'
import type { Template } from './types.ts'

/**
 * The text of a template. Given the `source` that it was derived from, as much of that as is still true: of YAML the
 * comments, order, styles and short forms, of JSON the order and indent; JSON without one. Parsed again, the text always
 * gives the same template.
 */
export function formatTemplate(template: Template, source?: string): string {
  const value = template as unknown as JsonValue
  const text = source?.startsWith('\uFEFF') ? source.slice(1) : source
  if (text === undefined) return formatJson(value)
  if (isJson(text)) return formatJson(inOrderOf(value, parseSource(text)), indentOf(text))
  const printed = printYaml(value, text)
  const escaped = printed === undefined ? undefined : escapeStrange(printed)
  return escaped !== undefined && isSame(parseSource(escaped), value) ? escaped : formatJson(value)
}

function formatJson(value: JsonValue, indent = '  '): string {
  return `${escapeStrange(JSON.stringify(value, null, indent))}\n`
}

/** Letters that a reader may take for the end of a line or of the text; they stand within double quotes only. */
function escapeStrange(text: string): string {
  return text.replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function parseSource(text: string): JsonValue | undefined {
  try {
    return parseTemplate(text, 'template') as unknown as JsonValue
  } catch {
    return undefined
  }
}

function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** What stands before the first key; a text on one line is given two spaces all the same. */
function indentOf(text: string): string {
  return /^\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '  '
}

/** The same value, with each map's keys as `old` has them and new ones after those. */
function inOrderOf(value: JsonValue, old: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((each, index) => inOrderOf(each, Array.isArray(old) ? old[index] : undefined))
  if (typeof value !== 'object' || value === null) return value
  const before = typeof old === 'object' && old !== null && !Array.isArray(old) ? old : {}
  const kept = Object.keys(before).filter((key) => Object.hasOwn(value, key))
  const added = Object.keys(value).filter((key) => !Object.hasOwn(before, key))
  return Object.fromEntries([...kept, ...added].map((key) => [key, inOrderOf(value[key] ?? null, before[key])]))
}
