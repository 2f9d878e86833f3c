import { nearest } from '../../spec/nearest.ts'
import type { Acceptance } from '../../spec/types.ts'
import type { Finding, Place } from '../types.ts'
import { knownRules } from './rules.ts'

/** An entry of `accept` and where replica.yml has it. */
export interface PlacedAcceptance extends Acceptance {
  place?: Place
}

/**
 * Pure: the findings, those that the team intends marked as accepted, and a note on each entry of `accept` that accepts
 * nothing: it is out of date, too wide (it names neither a table nor a pipeline), or there is nothing left to accept.
 * Where all effects of a pipeline on data are accepted, so are the findings on the columns that caused them. `today` is
 * YYYY-MM-DD in UTC; `complete` says that all pipelines were judged, so that what is not there is not there.
 */
export function acceptFindings(
  findings: readonly Finding[],
  rules: readonly PlacedAcceptance[],
  today: string,
  complete = true,
): Finding[] {
  const inForce = rules.filter((rule) => !isTooWide(rule) && rule.until >= today)
  const marked = findings.map((finding) =>
    mark(
      finding,
      inForce.find((rule) => covers(rule, finding)),
    ),
  )
  return [...withCauses(marked), ...rules.flatMap((rule) => noteOn(rule, findings, today, complete))]
}

function withCauses(marked: readonly Finding[]): Finding[] {
  return marked.map((finding) => {
    const effects = isCause(finding) ? marked.filter((other) => other.pipeline === finding.pipeline && isEffect(other)) : []
    const [first] = effects
    return first?.accepted !== undefined && effects.every(({ accepted }) => accepted !== undefined)
      ? mark(finding, first.accepted)
      : finding
  })
}

function mark(finding: Finding, rule: { because: string; until: string } | undefined): Finding {
  return rule === undefined ? finding : { ...finding, accepted: { because: rule.because, until: rule.until } }
}

const effectRules: ReadonlySet<string> = new Set(['OUTPUT_SAME', 'ROWCOUNT_SAME', 'NULLRATE_SAME', 'FILE_SAME'])

/** Whether a finding says what came out otherwise, and not what that comes from. */
export function isEffect(finding: Pick<Finding, 'severity' | 'rule'>): boolean {
  return finding.severity === 'changed' && effectRules.has(finding.rule)
}

function isCause(finding: Finding): boolean {
  return finding.severity === 'changed' && finding.accepted === undefined && !effectRules.has(finding.rule)
}

function covers(rule: Acceptance, finding: Finding): boolean {
  if (rule.rule !== finding.rule) return false
  return (['store', 'table', 'column', 'pipeline'] as const).every((key) => rule[key] === undefined || rule[key] === finding[key])
}

function isTooWide(rule: Acceptance): boolean {
  return rule.table === undefined && rule.pipeline === undefined
}

function noteOn(rule: PlacedAcceptance, findings: readonly Finding[], today: string, complete: boolean): Finding[] {
  const covered = findings.filter((finding) => covers(rule, finding))
  if (isTooWide(rule))
    return [
      note(rule, 'ACCEPT_TOO_WIDE', `accepts nothing: it names neither a table nor a pipeline, so it would accept every ${rule.rule}`),
    ]
  if (rule.until < today) {
    const still =
      covered.length === 0
        ? 'and there is nothing left to accept'
        : `so ${covered.length} that it covers ${covered.length === 1 ? 'counts' : 'count'} again`
    return [note(rule, 'ACCEPT_EXPIRED', `accepts nothing since ${rule.until}, ${still}`)]
  }
  if (covered.length > 0 || !complete) return []
  const known = knownRules.includes(rule.rule) ? undefined : nearest(rule.rule, knownRules)
  const hint = knownRules.includes(rule.rule)
    ? ''
    : `: there is no rule ${rule.rule}${known === undefined ? '' : `, did you mean ${known}?`}`
  return [note(rule, 'ACCEPT_UNUSED', `accepts nothing in this change${hint}`)]
}

function note(rule: PlacedAcceptance, name: string, what: string): Finding {
  const { store, table, column, pipeline, place } = rule
  return {
    rule: name,
    level: 'OPERATION',
    severity: 'note',
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(store === undefined ? {} : { store }),
    ...(table === undefined ? {} : { table }),
    ...(column === undefined ? {} : { column }),
    ...(place === undefined ? {} : { place }),
    effect: `the entry for ${rule.rule} in accept (“${rule.because}”) ${what}`,
  }
}
