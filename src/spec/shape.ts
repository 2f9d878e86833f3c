/** What a value of replica.yml may be. The checker and the editors' JSON schema are both made from these. */
export type Shape =
  | { kind: 'text'; pattern?: Pattern }
  | { kind: 'literal' }
  | { kind: 'version'; is: number }
  | { kind: 'flag' }
  | { kind: 'duration'; positive: boolean }
  | { kind: 'date' }
  | { kind: 'count'; least: number; most: number }
  | { kind: 'choice'; of: readonly string[] }
  | { kind: 'list'; of: Shape; least?: number }
  | { kind: 'map'; key: Pattern; of: Shape }
  | { kind: 'object'; keys: Readonly<Record<string, Entry>>; oneOf?: readonly string[] }
  | { kind: 'either'; expected: string; of: readonly Shape[] }

/** A rule for text, and the words that an error says it in. */
export interface Pattern {
  source: string
  expected: string
  /** What does not fit may be a secret that was written by mistake: no error shows it. */
  isDiscreet?: true
}

/** One key of an object. */
export interface Entry {
  value: Shape
  description: string
  /** As it is written in the file; errors and editors show it. */
  example: string
  required?: true
  /** As it would be written in the file. */
  default?: string
}

export const text = (pattern?: Pattern): Shape => (pattern === undefined ? { kind: 'text' } : { kind: 'text', pattern })
export const list = (of: Shape, least?: number): Shape => (least === undefined ? { kind: 'list', of } : { kind: 'list', of, least })
export const map = (key: Pattern, of: Shape): Shape => ({ kind: 'map', key, of })
export const object = (keys: Readonly<Record<string, Entry>>, oneOf?: readonly string[]): Shape =>
  oneOf === undefined ? { kind: 'object', keys } : { kind: 'object', keys, oneOf }
export const either = (expected: string, ...of: Shape[]): Shape => ({ kind: 'either', expected, of })
export const choice = (...of: string[]): Shape => ({ kind: 'choice', of })
export const textOrList = (expected: string): Shape => either(expected, text(), list(text(), 1))
