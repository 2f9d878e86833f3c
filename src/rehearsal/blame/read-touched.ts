import type { Databases } from '../../ports/databases.ts'
import type { Store } from '../../store/types.ts'
import { expandViews, readUsage, readViews } from '../../store/usage.ts'
import type { SideRun } from '../run-side.ts'
import type { Touch } from '../trial.ts'

/**
 * The columns that a run's statements touched in one store: those that came back over the wire, and those that the server
 * finds in the statements themselves (an aggregate's, a condition's, an INSERT's); one for each column and statement.
 */
export async function readTouched(run: SideRun, clone: Store, ports: { databases: Databases }): Promise<Touch[]> {
  const session = await ports.databases.connect(clone.target)
  try {
    const usage = await readUsage(session, run.samples[clone.name] ?? [])
    const views = await readViews(session)
    const touches = new Map<string, Touch>()
    const add = (touch: Touch): void => {
      const key = `${touch.table}.${touch.attnum}.${touch.fingerprint}`
      const known = touches.get(key)
      touches.set(key, known === undefined ? touch : { ...known, delivered: known.delivered || touch.delivered })
    }
    for (const { fingerprint, columns } of run.recordings[clone.name]?.statements.values() ?? [])
      for (const column of expandViews([...columns.values()], views)) add({ ...column, fingerprint, delivered: true })
    for (const [fingerprint, columns] of usage) for (const column of columns) add({ ...column, fingerprint, delivered: false })
    return [...touches.values()]
  } finally {
    await session.close()
  }
}
