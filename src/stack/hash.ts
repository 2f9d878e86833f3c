import { createHash } from 'node:crypto'
import type { PlannedNested, PlannedStack } from '../derive/types.ts'

/** SHA-256 of plain data, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/** Tells whether a stack was made from the same plan: of its template and those nested in it, and its parameters. */
export function digestOf({ template, parameters, nested }: PlannedStack): string {
  return hashOf([template, sorted(parameters), templatesOf(nested)]).slice(0, 16)
}

function templatesOf(nested: Readonly<Record<string, PlannedNested>>): unknown[] {
  return sorted(nested).map(([id, each]) => [id, each.template, templatesOf(each.nested)])
}

function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))
}
