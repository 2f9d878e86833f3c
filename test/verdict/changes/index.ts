import { columnChanges } from './columns.ts'
import { dataChanges } from './data.ts'
import { objectChanges } from './objects.ts'
import { retypes } from './retypes.ts'
import { tableChanges } from './tables.ts'
import type { Change } from './types.ts'

export type { Change } from './types.ts'

/** All changes of the matrix. */
export const changes: readonly Change[] = [...columnChanges, ...retypes, ...tableChanges, ...objectChanges, ...dataChanges]
