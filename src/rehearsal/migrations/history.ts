import type { Catalog } from '../../store/schema/types.ts'
import type { SchemaDelta } from '../../store/types.ts'
import type { Place } from '../types.ts'

/** A statement, or a command, that may have changed a schema. */
export interface Step {
  place: Place
  /** Literals stripped. */
  statement: string
}

/** A difference between the schema as it was and as it is, and the step from which on it was there. */
export interface PlacedDelta {
  delta: SchemaDelta
  step: Step
}

/** What a change does to one store, told from its first catalog. */
export interface History {
  /** The catalog after these steps; several where it was not read after each. */
  observe(catalog: Catalog, steps: readonly Step[]): void
  differences(): PlacedDelta[]
}

/**
 * Each difference that is left at the end belongs to the step from which on it was there: what a change does and undoes
 * is none, and of a rename by way of another name only the last counts.
 */
export function createHistory(origin: Catalog, compare: (before: Catalog, after: Catalog) => SchemaDelta[]): History {
  let since = new Map<string, PlacedDelta>()
  return {
    observe(catalog, steps) {
      const known = since
      since = new Map()
      for (const delta of compare(origin, catalog)) {
        const key = JSON.stringify(delta)
        const step = likeliest(steps, delta)
        const placed = known.get(key) ?? (step === undefined ? undefined : { delta, step })
        if (placed !== undefined) since.set(key, placed)
      }
    },
    differences: () => [...since.values()],
  }
}

/** Of several steps the last whose statement names what changed. */
function likeliest(steps: readonly Step[], delta: SchemaDelta): Step | undefined {
  const names = [delta.object, delta.column, delta.name.split('.').at(-1)].filter((name) => name !== undefined)
  const score = ({ statement }: Step): number => names.filter((name) => statement.includes(name)).length
  return [...steps].reverse().sort((one, other) => score(other) - score(one))[0]
}
