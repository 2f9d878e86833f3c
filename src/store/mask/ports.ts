import type { Emit } from '../../events.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Databases } from '../../ports/databases.ts'

/** What masking needs of the world. */
export interface MaskPorts {
  databases: Databases
  clock: Clock
  emit: Emit
}
