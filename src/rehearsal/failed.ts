import type { ReplicaError } from '../errors.ts'
import type { Verdict } from './types.ts'

/** The verdict where there was no rehearsal, or only a part of one: inconclusive, with the reason. */
export function failedVerdict(replicaId: string, error: ReplicaError, times: { startedAt: string; finishedAt: string }): Verdict {
  const { message, place, remedy } = error.text
  return {
    version: 1,
    status: 'inconclusive',
    replicaId,
    revisions: {},
    ...times,
    migrations: [],
    schema: [],
    checks: [],
    pipelines: [],
    findings: [],
    notTested: [{ what: 'the whole change', why: message }],
    masked: [],
    failure: { code: error.code, message, remedy, ...(place === undefined ? {} : { place }) },
  }
}
