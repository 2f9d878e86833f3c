import { findBlame } from '../blame/find-blame.ts'
import type { Blame } from '../blame/types.ts'
import type { TrackedChange } from '../context.ts'
import { blameFields } from '../judge/blame-fields.ts'
import { judgeTrial } from '../judge/judge.ts'
import type { Trial } from '../trial.ts'
import type { Finding, PipelineResult } from '../types.ts'
import type { Tried } from './try-statements.ts'

/** What a preflight says of one pipeline. */
export interface PreflightJudgement {
  result: PipelineResult
  findings: readonly Finding[]
  /** Why only a run on data can tell more. */
  needsReplica?: string
}

/** Pure: what becomes of a pipeline's recorded statements, and what that says of the pipeline. */
export function judgePreflight(
  trial: Trial,
  tried: Readonly<Record<string, readonly Tried[]>>,
  changes: readonly TrackedChange[],
): PreflightJudgement {
  const { result, findings } = judgeTrial(trial, changes, [])
  const base = withoutRuns(result)
  const edited = trial.editedFiles[0]
  if (result.status === 'broken') {
    const told = findings.map((finding): Finding => ({ ...finding, effect: statementEffect(finding, trial) }))
    if (edited === undefined) return { result: { ...base, status: 'broken' }, findings: told }
    const reason = `its code is edited too (${edited.file}): what was recorded of the old code fails, which the new code may have mended`
    return {
      result: { ...base, status: 'inconclusive', reason },
      findings: told.map((finding) => ({ ...finding, severity: 'note' })),
      needsReplica: `${result.name}: its code is edited together with what it reads`,
    }
  }
  const blames = findBlame(trial, changes)
  const shapes = [...shapeFindings(trial, tried, blames)]
  const needsReplica = reasonForReplica(result.name, edited, blames)
  const status = shapes.length > 0 ? 'changed' : 'passed'
  return { result: { ...base, status }, findings: shapes, ...(needsReplica === undefined ? {} : { needsReplica }) }
}

/** Nothing ran: there are no exit codes to show. */
function withoutRuns({ baseline: _, candidate: __, ...result }: PipelineResult): PipelineResult {
  return result
}

function statementEffect(finding: Finding, trial: Trial): string {
  const [error] = trial.candidate.result.errors
  const reason = finding.effect.replace(/^ends with exit code \d+ after the change(?:: )?/, '')
  return `a statement of it fails after the change: ${reason || `${error?.message ?? 'it cannot be prepared'}`}`
}

/** What still works, but brings other columns: other types, or the same data under another name. */
function* shapeFindings(trial: Trial, tried: Readonly<Record<string, readonly Tried[]>>, blames: readonly Blame[]): Generator<Finding> {
  for (const [store, list] of Object.entries(tried))
    for (const { statement, base, candidate } of list) {
      if (base.error !== undefined || candidate.error !== undefined) continue
      const blame = blames.find((each) => each.change.store === store && each.statement === statement.text)
      const effect = shapeEffect(base.types, candidate.types, blame, statement.touches)
      if (effect === undefined) continue
      const place = blame === undefined ? {} : blameFields(blame)
      yield {
        rule: 'OUTPUT_SAME',
        ...place,
        level: 'SHAPE',
        severity: 'changed',
        pipeline: trial.pipeline.name,
        store,
        statement: statement.text,
        effect,
      }
    }
}

function shapeEffect(
  before: string | undefined,
  after: string | undefined,
  blame: Blame | undefined,
  touches: Tried['statement']['touches'],
): string | undefined {
  if (before !== after && before !== undefined && after !== undefined)
    return `it still works, and brings other columns: ${before} → ${after}`
  if (blame?.change.kind !== 'column_renamed') return undefined
  const { table, column, after: name } = blame.change
  const delivered = touches.some((touch) => touch.delivered && touch.name === `${table}.${column}`)
  return delivered ? `it still works, and brings ${column} under the name ${name}` : undefined
}

function reasonForReplica(name: string, edited: Trial['editedFiles'][number] | undefined, blames: readonly Blame[]): string | undefined {
  if (edited !== undefined) return `${name}: its code is edited (${edited.file})`
  const blame = blames.find(({ weight }) => weight !== 'elimination')
  if (blame === undefined) return undefined
  const { change } = blame
  return `${name} uses what the change touches: ${change.table}${change.column === undefined ? '' : `.${change.column}`}`
}
