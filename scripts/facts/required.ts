import { type Schema, topLevel } from './schemas.ts'

/** The top-level properties that a template must give, sorted; those that AWS alone writes are not among them. */
export function requiredOf(schema: Schema): string[] {
  const readOnly = topLevel(schema.readOnlyProperties)
  return (schema.required ?? []).filter((name) => Object.hasOwn(schema.properties, name) && !readOnly.has(name)).sort()
}
