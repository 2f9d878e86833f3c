import type { Session } from '../../ports/databases.ts'
import type { MaskRule } from '../../spec/types.ts'
import type { Store } from '../types.ts'
import { readMaskCatalog } from './catalog.ts'
import type { Unruled } from './demands.ts'
import { type Marker, readMarker } from './marker.ts'
import { lookAtName, type Suspicion } from './personal/look.ts'
import { lookAtValues } from './personal/values.ts'
import { type MaskPlan, planMask } from './plan.ts'
import { lookIn } from './postgres.ts'
import { readRedshiftCatalog } from './redshift.ts'
import type { MaskCatalog, MaskTable } from './types.ts'

/** One store before it is masked: what it holds, what the rules ask, what was done before. */
export interface SurveyedStore {
  store: Store
  session: Session
  catalog: MaskCatalog
  plan: MaskPlan
  marker: Marker | undefined
  unruled: readonly Unruled[]
}

/** Looks at a store through its own catalog, and at the values of columns without a rule, which are only counted. */
export async function surveyStore(store: Store, session: Session, rules: readonly MaskRule[]): Promise<SurveyedStore> {
  const isRedshift = store.server === 'redshift'
  const catalog = isRedshift ? await readRedshiftCatalog(session) : await lookIn(session, () => readMaskCatalog(session))
  const plan = planMask(store.name, catalog, rules)
  const look = () => suspectAll(store, session, plan.unruled)
  const unruled = isRedshift ? await look() : await lookIn(session, look)
  return { store, session, catalog, plan, marker: await readMarker(session), unruled }
}

async function suspectAll(store: Store, session: Session, unruled: MaskPlan['unruled']): Promise<Unruled[]> {
  const found: Unruled[] = []
  for (const [table, columns] of byTable(unruled)) {
    const named = new Map(columns.map((column) => [column, lookAtName(table, column)]))
    const unsuspected = columns.filter((column) => named.get(column) === undefined)
    const values = table.kind === 'foreign' ? new Map<number, Suspicion>() : await lookAtValues(session, store.server, table, unsuspected)
    for (const column of columns) {
      const suspicion = named.get(column) ?? values.get(column.attnum)
      found.push({ store: store.name, table, column, ...(suspicion === undefined ? {} : { suspicion }) })
    }
  }
  return found
}

function byTable(unruled: MaskPlan['unruled']): Map<MaskTable, MaskTable['columns'][number][]> {
  const tables = new Map<MaskTable, MaskTable['columns'][number][]>()
  for (const { table, column } of unruled) tables.set(table, [...(tables.get(table) ?? []), column])
  return tables
}
