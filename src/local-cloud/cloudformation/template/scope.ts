import type { JsonValue } from '../../../production/json.ts'
import type { Resolved } from './no-value.ts'

/** What a template's values may refer to while they are resolved. */
export interface Scope {
  region: string
  /** What Ref gives: a parameter, a pseudo parameter or a resource. Throws where there is no such name. */
  ref(name: string): Resolved
  attribute(id: string, attribute: string): JsonValue
  condition(name: string): boolean
  mapping(name: string): Readonly<Record<string, Readonly<Record<string, JsonValue>>>> | undefined
  /** Fn::ImportValue. Throws StackFault where no stack exports it. */
  importValue(name: string): JsonValue
  /** Dynamic references in a text that is otherwise resolved. */
  dynamic(text: string): string
}
