import { isMap, isScalar, isSeq, type Scalar } from 'yaml'
import { durationSource, parseDuration } from './duration.ts'
import { nearest } from './nearest.ts'
import type { Shape } from './shape.ts'

export type ScalarShape = Exclude<Shape, { kind: 'object' | 'map' | 'list' | 'either' }>
type Outcome = { value: unknown } | { expected: string; nearest?: string }

/** Holds one single value against its shape: the value as the rooms use it, or what was expected in its place. */
export function checkScalar(node: Scalar | undefined, shape: ScalarShape): Outcome {
  switch (shape.kind) {
    case 'text':
      return checkText(node?.value, shape.pattern)
    case 'literal':
      return node !== undefined && node.value !== null ? { value: sourceOf(node) } : { expected: 'text or a number' }
    case 'version':
      return node?.value === shape.is ? { value: shape.is } : { expected: String(shape.is) }
    case 'flag':
      return typeof node?.value === 'boolean' ? { value: node.value } : { expected: 'true or false' }
    case 'duration':
      return checkDuration(sourceOf(node), shape.positive)
    case 'date':
      return checkDate(sourceOf(node))
    case 'count':
      return checkCount(node?.value, shape)
    case 'choice':
      return checkChoice(sourceOf(node), shape.of)
  }
}

/** What stands in the file, in words. */
export function describeFound(node: unknown): string {
  if (isMap(node)) return 'a map'
  if (isSeq(node)) return node.items.length === 0 ? 'an empty list' : 'a list'
  if (!isScalar(node) || (node.value === null && sourceOf(node) === '')) return 'empty'
  if (typeof node.value === 'number') return `the number ${sourceOf(node)}`
  return `"${sourceOf(node).slice(0, 80)}"`
}

/** The text as it was written: `null`, `012` and `1.0` keep theirs. */
function sourceOf(node: Scalar | undefined): string {
  if (node === undefined) return ''
  return String(node.type === 'PLAIN' ? (node.source ?? node.value) : node.value)
}

function checkText(value: unknown, pattern: { source: string; expected: string } | undefined): Outcome {
  const expected = pattern?.expected ?? 'text (in quotes where it looks like a number)'
  if (typeof value !== 'string' || value.trim() === '') return { expected }
  return pattern === undefined || new RegExp(pattern.source).test(value) ? { value } : { expected }
}

function checkDuration(text: string, positive: boolean): Outcome {
  const fits = new RegExp(positive ? durationSource.positive : durationSource.any).test(text)
  if (fits) return { value: parseDuration(text) }
  const expected = 'a duration with a unit, such as 90s, 10m, 4h or 1d'
  return /^[1-9][0-9]{0,5}$/.test(text) ? { expected, nearest: `${text}s` } : { expected }
}

function checkCount(value: unknown, { least, most }: { least: number; most: number }): Outcome {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return { value }
  return { expected: `a whole number from ${least} to ${most}` }
}

function checkDate(text: string): Outcome {
  const expected = 'a date such as 2026-12-31'
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return { expected }
  const date = new Date(`${text}T00:00:00Z`)
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  return isReal ? { value: text } : { expected }
}

function checkChoice(text: string, of: readonly string[]): Outcome {
  if (of.includes(text)) return { value: text }
  const close = nearest(text, of)
  const expected = `one of ${of.join(', ')}`
  return close === undefined ? { expected } : { expected, nearest: close }
}
