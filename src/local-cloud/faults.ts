import type { Fault } from './types.ts'

/** The fault that is due for an API action or a resource's operation; each is used up after its number of times. */
export function takeFault(faults: readonly Fault[], on: string): Fault | undefined {
  const due = faults.find((fault) => fault.on === on && fault.times > 0)
  if (due !== undefined) due.times -= 1
  return due
}
