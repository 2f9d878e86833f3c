import { fail, failAll, type ReplicaError } from '../errors.ts'
import type { JsonValue } from './json.ts'
import { deepest } from './template-yaml.ts'

const mostFaults = 20
/** What may be a number that JavaScript would write otherwise: 1.0, 1e3, more than 15 digits. */
const lossy = /[[:,]\s*-?(?:\d{16}|\d+\.\d*0[\s,\]}]|[\d.]+[eE]|0[.]0{6})/

/**
 * JSON of a template → its value; undefined where the text is no JSON (YAML is tried then, whose errors have places).
 * Throws `production.template_invalid` for every key that an object holds twice, and for nesting too deep.
 */
export function parseTemplateJson(text: string, origin: string): JsonValue | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  let value: JsonValue
  try {
    value = JSON.parse(lossy.test(text) ? quoteLossy(text) : text) as JsonValue
  } catch {
    return undefined
  }
  const faults = findFaults(text, origin)
  if (faults.length > 0) throw failAll(faults)
  return value
}

/** Such numbers keep their text, as in YAML. */
function quoteLossy(text: string): string {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
  return text.replace(token, (found) => (found.startsWith('"') || String(Number(found)) === found ? found : `"${found}"`))
}

/** JSON.parse keeps the last of equal keys and says nothing. */
function findFaults(text: string, origin: string): ReplicaError[] {
  const faults: ReplicaError[] = []
  const open: OpenValues = []
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[[\]{}]/g
  for (let match = token.exec(text); match !== null && faults.length < mostFaults; match = token.exec(text)) {
    if (readToken(match[0], match[1], open)) faults.push(twice(text, match, origin))
    if (open.length > deepest) return [...faults, invalid(text, match.index, origin, 'it is nested too deep')]
  }
  return faults
}

/** The keys of each object that is open; undefined for a list. */
type OpenValues = (Set<string> | undefined)[]

/** Whether the token is a key that its object has already. */
function readToken(found: string, colon: string | undefined, open: OpenValues): boolean {
  if (found === '{' || found === '[') open.push(found === '{' ? new Set() : undefined)
  else if (found === '}' || found === ']') open.pop()
  else if (colon !== undefined) return isTwice(found.slice(0, -colon.length), open.at(-1))
  return false
}

function isTwice(quoted: string, keys: Set<string> | undefined): boolean {
  const key = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
  if (keys?.has(key)) return true
  keys?.add(key)
  return false
}

function twice(text: string, match: RegExpExecArray, origin: string): ReplicaError {
  const key = /^"(.*)"\s*:$/s.exec(match[0])?.[1] ?? ''
  return fail('production.template_faulty', {
    place: placeAt(text, match.index, origin),
    reason: `the key "${key.slice(0, 100)}" is given twice`,
  })
}

function invalid(text: string, offset: number, origin: string, reason: string): ReplicaError {
  return fail('production.template_invalid', { place: placeAt(text, offset, origin), reason })
}

function placeAt(text: string, offset: number, origin: string): string {
  const before = text.slice(0, offset).split('\n')
  return `${origin}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}
