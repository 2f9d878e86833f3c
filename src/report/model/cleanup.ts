import { cleanLine } from '../clean.ts'
import type { Cleanup, ReportContext } from '../types.ts'
import { count } from '../words.ts'

/** Whether the replica is gone, in one sentence: a reader must never wonder. */
export function describeCleanup(context: ReportContext): Cleanup {
  const id = cleanLine(context.run.replicaId)
  const { teardown, replica } = context
  const expiry = replica === undefined ? '' : ` It deletes itself after ${replica.expiresAt}.`
  if (teardown !== undefined && teardown.survivors.length > 0) return describeSurvivors(id, teardown.survivors)
  if (teardown !== undefined) {
    const deleted =
      teardown.deleted.length === 0 ? 'there was nothing left to delete' : `${count(teardown.deleted.length, 'stack')} deleted`
    return { state: 'gone', sentence: `Replica ${id} is gone: ${deleted}.`, survivors: [] }
  }
  if (replica !== undefined) return { state: 'left', sentence: `Replica ${id} is still up.${expiry}`, survivors: [] }
  const sentence = `Nothing is known of a replica ${id}: "prod-replica list" shows whether there is one.`
  return { state: 'unknown', sentence, survivors: [] }
}

function describeSurvivors(id: string, survivors: readonly string[]): Cleanup {
  const names = survivors.map((survivor) => cleanLine(survivor))
  const sentence = `Teardown of replica ${id} left ${count(names.length, 'thing')} behind. Run: prod-replica teardown --id ${id}`
  return { state: 'survivors', sentence, survivors: names }
}
