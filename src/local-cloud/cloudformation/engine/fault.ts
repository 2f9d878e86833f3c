import { takeFault } from '../../faults.ts'
import { ResourceFailure } from '../../types.ts'
import type { Engine } from '../engine.ts'

/** Fails a resource's operation (`<type>:create`, `<type>:delete`) where a fault asks for it. Throws ResourceFailure. */
export function throwFault(engine: Engine, on: string): void {
  const fault = takeFault(engine.world.faults, on)
  if (fault !== undefined) throw new ResourceFailure(fault.with)
}
