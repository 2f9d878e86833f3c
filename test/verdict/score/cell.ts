import type { Finding, PipelineResult, Verdict } from '../../../src/rehearsal/types.ts'
import type { Change } from '../changes/index.ts'
import { linesOf, type Pipeline } from '../pipelines.ts'
import type { Effect } from '../plain/effect.ts'

/** One change on one pipeline: what it truly does, and what the helper said. */
export interface Cell {
  change: string
  pipeline: string
  truth: Effect
  /** `error` where there is no verdict at all. */
  said: PipelineResult['status'] | 'error'
  /** What the helper named, of a true finding; undefined where nothing is to be judged. */
  column?: boolean
  line?: boolean
  /** For people: the findings, or the reason why there is none. */
  detail: string
}

/** Pure: the cells of one change. `verdict` is an error's text where the helper gave none. */
export function cellsOf(
  change: Change,
  pipelines: readonly Pipeline[],
  truth: ReadonlyMap<string, Effect>,
  verdict: Verdict | string,
): Cell[] {
  return pipelines.map((pipeline) => {
    const effect = truth.get(pipeline.name) ?? { kind: 'same', where: [] }
    const base = { change: change.name, pipeline: pipeline.name, truth: effect }
    if (typeof verdict === 'string') return { ...base, said: 'error', detail: verdict }
    const result = verdict.pipelines.find(({ name }) => name === pipeline.name)
    const findings = verdict.findings.filter(({ severity, pipeline: name }) => name === pipeline.name && severity !== 'note')
    const detail = findings.map(describe).join(' | ') || (result?.reason ?? '')
    return { ...base, said: result?.status ?? 'error', detail, ...judged(change, pipeline, effect, findings) }
  })
}

function judged(change: Change, pipeline: Pipeline, effect: Effect, findings: readonly Finding[]): Pick<Cell, 'column' | 'line'> {
  if (effect.kind === 'same' || findings.length === 0) return {}
  const column = findings.some((finding) => change.about.some((name) => isNamed(name, finding)))
  const lines = change.about.flatMap((name) => linesFor(pipeline, name))
  if (lines.length === 0) return { column }
  return { column, line: findings.some(({ place }) => place?.file === `pipelines/${pipeline.file}` && lines.includes(place.line)) }
}

/**
 * A finding names what was changed, a column of a table that was changed as a whole, or says in its effect that the
 * change altered that table's rows. Functions come with their parameters.
 */
function isNamed(name: string, { table = '', column, effect }: Finding): boolean {
  const [schema, relation, part] = name.split('.')
  const whole = `${schema}.${relation}`
  if (table.replace(/\(.*/, '') === whole) return part === undefined || column === undefined || column === part
  return effect.includes(whole)
}

/** Where the pipeline uses the column; where it does not name it, where it uses the table. */
function linesFor(pipeline: Pipeline, name: string): number[] {
  const own = linesOf(pipeline, name)
  return own.length > 0 ? own : linesOf(pipeline, name.split('.').slice(0, 2).join('.'))
}

function describe({ rule, table, column, place, effect }: Finding): string {
  const where = place === undefined ? 'no place' : `${place.file}:${place.line}`
  return `${rule} ${[table, column].filter((part) => part !== undefined).join('.')} ${where} (${effect.slice(0, 120)})`
}
