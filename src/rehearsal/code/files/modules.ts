import type { Reference } from './reference.ts'

/** A Python module, and the packages that it lies in: their code runs too. */
export function modulesOf(name: string, up: number): Reference[] {
  const parts = name.split('.')
  return parts.map((_, at): Reference => ({ kind: 'module', name: parts.slice(0, parts.length - at).join('.'), up }))
}
