import type { Session } from '../../ports/databases.ts'
import { readGrants } from './grants.ts'
import { readObjects } from './objects.ts'
import { readPartitions } from './partitions.ts'
import { withSettings } from './settled.ts'
import { readTables } from './tables.ts'
import type { Catalog } from './types.ts'

/** All that users made in the session's database: as it is now, also inside an open transaction. */
export function readCatalog(session: Session): Promise<Catalog> {
  return withSettings(session, async () => ({
    tables: await readTables(session),
    objects: await readObjects(session),
    partitions: await readPartitions(session),
    grants: await readGrants(session),
  }))
}
