import type { Databases } from '../ports/databases.ts'
import { type Activity, movedTables, readActivity, settle } from '../store/compare/activity.ts'
import type { Store } from '../store/types.ts'

/** What was written to each store so far, as its counters have it. */
export async function readActivities(
  stores: Readonly<Record<string, Store>>,
  ports: { databases: Databases },
): Promise<Record<string, Activity>> {
  const read = async ([name, store]: [string, Store]): Promise<[string, Activity]> => {
    const session = await ports.databases.connect(store.target)
    try {
      await settle(session)
      return [name, await readActivity(session)]
    } finally {
      await session.close()
    }
  }
  return Object.fromEntries(await Promise.all(Object.entries(stores).map(read)))
}

/** OIDs of the tables that were written, rewritten or made in between, by store. */
export function alteredBetween(
  before: Readonly<Record<string, Activity>>,
  after: Readonly<Record<string, Activity>>,
): Record<string, ReadonlySet<number>> {
  return Object.fromEntries(Object.entries(after).map(([name, activity]) => [name, movedTables(before[name] ?? new Map(), activity)]))
}
