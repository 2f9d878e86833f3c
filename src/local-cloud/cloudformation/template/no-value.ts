import type { JsonValue } from '../../../production/json.ts'

/** What `AWS::NoValue` stands for: the property or item that holds it is left out. */
export const noValue: unique symbol = Symbol('AWS::NoValue')
export type Resolved = JsonValue | typeof noValue

export type JsonMap = Record<string, JsonValue>

export function isMap(value: JsonValue | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is one that CloudFormation writes as text without being asked. */
export function isScalar(value: Resolved | undefined): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

/** The function and argument of `{"Ref": …}` and `{"Fn::…": …}`; undefined for anything else. */
export function asFunction(value: JsonValue): { name: string; argument: JsonValue } | undefined {
  if (!isMap(value)) return undefined
  const [entry, second] = Object.entries(value)
  if (entry === undefined || second !== undefined) return undefined
  const [name, argument] = entry
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined
}
