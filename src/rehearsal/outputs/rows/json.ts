import { isRecord } from '../../../production/json.ts'
import type { Cells } from './csv.ts'

/** Values as rows: a value of an object is a cell, by its name. `names` grows as new ones are met. */
export interface RowShaper {
  names: string[]
  row(value: unknown): Cells
}

/** Objects become rows by their own names; anything else is one cell called `value`. */
export function createRowShaper(): RowShaper {
  const names: string[] = []
  const places = new Map<string, number>()
  const placeOf = (name: string): number => {
    const known = places.get(name)
    if (known !== undefined) return known
    places.set(name, names.length)
    return names.push(name) - 1
  }
  return {
    names,
    row(value) {
      const cells: Cells = []
      const fields = isRecord(value) ? Object.entries(value) : [['value', value] as const]
      for (const [name, field] of fields) cells[placeOf(name)] = field === null ? null : cellText(field)
      return Array.from(cells, (cell) => cell ?? null)
    },
  }
}

/**
 * A document's rows: an array's own elements, else one row with a cell for each value at the end of a path
 * (`totals.ela[2]`).
 */
export function rowsOfDocument(document: unknown): unknown[] {
  if (Array.isArray(document)) return document
  return isRecord(document) ? [Object.fromEntries(leaves(document, ''))] : [document]
}

/** The same text for the same value, whatever the order of its keys. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name])}`).join(',')}}`
}

function cellText(value: unknown): string {
  return typeof value === 'string' ? value : canonicalText(value)
}

function* leaves(value: unknown, path: string): Generator<[string, unknown]> {
  const steps = Array.isArray(value)
    ? value.map((each, at): [string, unknown] => [`${path}[${at}]`, each])
    : isRecord(value)
      ? Object.entries(value).map(([name, each]): [string, unknown] => [path === '' ? name : `${path}.${name}`, each])
      : []
  if (steps.length === 0) yield [path, value]
  for (const [name, each] of steps) yield* leaves(each, name)
}
