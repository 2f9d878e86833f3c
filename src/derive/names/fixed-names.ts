import { foldText, type Scope } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import { nameFacts } from '../facts/names.ts'

/** The value at a path of names (`Config.Name`); undefined where there is none. */
export function valueAt(properties: JsonValue | undefined, path: string): JsonValue | undefined {
  return path.split('.').reduce<JsonValue | undefined>((value, key) => {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isMap && Object.hasOwn(value, key) ? value[key] : undefined
  }, properties)
}

/** The names that a resource of that type has by its template, as they are in production. */
export function fixedNames(type: string, properties: Record<string, JsonValue>, scope: Scope): string[] {
  return Object.keys(nameFacts(type)).flatMap((path) => {
    const value = valueAt(properties, path)
    return value === undefined || Array.isArray(value) ? [] : (foldText(value, scope) ?? [])
  })
}
