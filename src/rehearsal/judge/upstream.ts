import { touchedTables } from '../blame/touches.ts'
import type { Trial } from '../trial.ts'
import type { Finding } from '../types.ts'
import type { Judgement } from './judge.ts'

/** Pure: a table that a pipeline before this one now writes differently, and that this one touches. */
export function inheritedCause(trial: Trial, upstream: readonly Judgement[]): { text: string; cause: string | undefined } | undefined {
  const touched = touchedTables(trial)
  for (const { result, findings } of upstream)
    for (const { store, table } of result.differences) {
      if (!touched.has(`${store}.${table}`)) continue
      const cause = findings.find((finding) => finding.cause !== undefined)?.cause
      return { text: `; it reads ${table}, which ${result.name} now writes differently`, cause }
    }
  return undefined
}

/** Pure: that a pipeline could not run, because one that it needs breaks after the change; nothing where that has another reason. */
export function notRunFindings(pipeline: { name: string; needs: readonly string[] }, upstream: readonly Judgement[]): Finding[] {
  for (const { result, findings } of upstream) {
    if (!pipeline.needs.includes(result.name)) continue
    const broken = findings.find((finding) => finding.severity === 'broken' || finding.rule === 'NEEDS_RUN')
    if (broken === undefined) continue
    const { store, table, column, cause } = broken
    const subject = broken.rule === 'NEEDS_RUN' ? 'does not run either' : 'breaks'
    return [
      {
        rule: 'NEEDS_RUN',
        level: 'STATEMENT',
        severity: 'note',
        pipeline: pipeline.name,
        ...(store === undefined ? {} : { store }),
        ...(table === undefined ? {} : { table }),
        ...(column === undefined ? {} : { column }),
        ...(cause === undefined ? {} : { cause }),
        effect: `is not run, because ${result.name}, which it needs, ${subject} after the change`,
      },
    ]
  }
  return []
}
