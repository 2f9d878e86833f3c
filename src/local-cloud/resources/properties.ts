import type { JsonValue } from '../../production/json.ts'
import type { ResourceRequest, World } from '../types.ts'

type Properties = ResourceRequest['properties']

/** A property as text; numbers and booleans are spelled out. Undefined where it is absent or empty. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Templates write booleans as `true` and as `"true"`. */
export function flagOf(properties: Properties, name: string): boolean {
  return textOf(properties, name)?.toLowerCase() === 'true'
}

export function numberOf(properties: Properties, name: string): number | undefined {
  const value = Number(textOf(properties, name) ?? Number.NaN)
  return Number.isFinite(value) ? value : undefined
}

export function listOf(properties: Properties, name: string): JsonValue[] {
  const value = properties[name]
  return Array.isArray(value) ? value : []
}

export function mapOf(value: JsonValue | undefined): Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** The name that CloudFormation makes where the template gives none: `stack-Logical-RANDOM`, cut to fit. */
export function generateName(request: ResourceRequest, world: World, maximum: number): string {
  const random = world.entropy.hex(6).toUpperCase()
  const room = maximum - random.length - 2
  const logical = request.logicalId.slice(0, Math.max(Math.ceil(room / 2), room - request.stackName.length))
  return `${request.stackName.slice(0, room - logical.length)}-${logical}-${random}`
}
