import type { Session } from '../../ports/databases.ts'
import { readRedshiftSchema } from '../../store/redshift/schema.ts'
import { compareByName } from '../../store/schema/align.ts'
import { compareCatalogs } from '../../store/schema/compare.ts'
import { readCatalog } from '../../store/schema/read.ts'
import type { Catalog } from '../../store/schema/types.ts'
import type { SchemaDelta, Store } from '../../store/types.ts'
import type { Watch } from './operations.ts'
import { watchOperations } from './operations.ts'
import { createStandIn, plain, type Translator } from './stand-in.ts'

/** What a store's server can tell of a change, and how it is spoken to. */
export interface Dialect extends Translator {
  /** Whether it has savepoints, by which an open transaction shows and locks can be looked at. */
  savepoints: boolean
  read(session: Session): Promise<Catalog>
  compare(before: Catalog, after: Catalog): SchemaDelta[]
  watch(session: Session): Promise<Watch>
}

/** Exact on PostgreSQL, also where it stands in for Redshift; by name on Redshift itself. */
export function dialectOf(store: Pick<Store, 'engine' | 'server'>): Dialect {
  if (store.server === 'redshift') return redshift
  const exact = { savepoints: true, read: readCatalog, compare: compareCatalogs, watch: watchOperations }
  return { ...exact, ...(store.engine === 'redshift' ? createStandIn() : plain) }
}

const blind: Watch = { begin: async () => {}, after: async () => [] }

const redshift: Dialect = {
  ...plain,
  savepoints: false,
  read: async (session) => ({ tables: await readRedshiftSchema(session), objects: [], partitions: [], grants: [] }),
  compare: (before, after) => compareByName(before.tables, after.tables),
  watch: async () => blind,
  notTested: () => [
    {
      what: 'the exact schema difference',
      why: 'on Redshift tables and columns are compared by name: a rename is only probable; keys, functions, rights and locks are not compared',
    },
  ],
}
