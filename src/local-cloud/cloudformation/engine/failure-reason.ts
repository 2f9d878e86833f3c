import { Interrupted } from '../engine.ts'
import { StackFault } from '../invalid.ts'

/** The stack's own reason after failures of resources, as AWS words it. */
export function failureReason(verb: 'create' | 'update' | 'delete', failed: ReadonlyMap<string, unknown>): string {
  const fault = [...failed.values()].find((error) => error instanceof StackFault)
  if (fault instanceof StackFault) return fault.message
  const cancelled = [...failed].filter(([, error]) => error instanceof Interrupted).map(([id]) => id)
  const names = [...failed.keys()].filter((id) => !cancelled.includes(id))
  return `The following resource(s) failed to ${verb}: [${[...names, ...cancelled].join(', ')}].`
}
