import { isReplicaError, type ReplicaError } from '../errors.ts'

/** Waits for every part and tells results from faults, so that several can be reported at once. Other errors are thrown. */
export async function gather<Value>(parts: readonly Promise<Value>[]): Promise<{ values: Value[]; faults: ReplicaError[] }> {
  const settled = await Promise.allSettled(parts)
  const values = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const reasons: unknown[] = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  const strange = reasons.find((reason) => !isReplicaError(reason))
  if (strange !== undefined) throw strange
  const faults = reasons.filter((reason) => isReplicaError(reason))
  return { values, faults: faults.flatMap((each) => (each.problems.length > 0 ? each.problems : [each])) }
}
