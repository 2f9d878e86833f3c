import { version } from '../version.ts'
import type { ChangeSummary, FindingSummary, Summary } from './types.ts'

const levels = { broken: 'error', changed: 'warning', note: 'note' } as const

/**
 * The findings with a file and line as SARIF 2.1.0, for code scanning and editors; the rest of the report is in the other
 * faces. An accepted finding is there as suppressed, with its reason.
 */
export function formatSarif(summary: Summary): string {
  const located = summary.changes.flatMap((change) => [
    ...failureOf(change),
    ...change.findings.map((finding) => resultOf(finding, change)),
  ])
  const results = located.filter((result) => result !== undefined)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'prod-replica', version, rules: [...new Set(results.map(({ ruleId }) => ruleId))].map((id) => ({ id })) } },
        automationDetails: { id: `prod-replica/${summary.run.replicaId}` },
        invocations: [{ executionSuccessful: summary.status !== 'cancelled' && summary.status !== 'inconclusive', ...toldBy(summary) }],
        originalUriBaseIds: { CHECKOUT: { description: { text: 'The root of the checkout.' } } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** The sentence of the verdict, at its level. */
function toldBy({ status, sentence }: Summary): object {
  const level = status === 'broken' ? 'error' : status === 'passed' ? 'note' : 'warning'
  return { toolExecutionNotifications: [{ level, message: { text: sentence } }] }
}

type Place = NonNullable<FindingSummary['place']>

function resultOf(finding: FindingSummary, { title }: ChangeSummary) {
  const { rule, severity, subject, target, effect, place, otherPlaces, remedy, accepted } = finding
  if (place === undefined) return undefined
  const about = target === undefined ? subject : `${subject}, ${target}`
  const advice = remedy === undefined ? '' : ` ${remedy}`
  return {
    ruleId: firstRule(rule),
    level: levels[severity],
    message: { text: `${about}: ${effect}${advice} The change ${title}.` },
    locations: [locationOf(place)],
    ...(otherPlaces.length === 0 ? {} : { relatedLocations: otherPlaces.map(locationOf) }),
    ...(accepted === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: `${accepted.because} (until ${accepted.until})` }] }),
  }
}

/** A migration that failed, where no finding tells of it. */
function failureOf({ failure, migration, title, findings }: ChangeSummary) {
  if (failure === undefined || migration === undefined || findings.length > 0) return []
  return [
    {
      ruleId: 'MIGRATION_APPLIES',
      level: levels.broken,
      message: { text: `The change ${title}: ${failure}` },
      locations: [locationOf(migration.place)],
    },
  ]
}

/** Several rules that say the same of one line are one result, under the first. */
function firstRule(rules: string): string {
  return rules.split(', ')[0] ?? rules
}

function locationOf({ file, line, text }: Place) {
  const snippet = text === undefined || text === '' ? {} : { snippet: { text } }
  const artifactLocation = { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'CHECKOUT' }
  return { physicalLocation: { artifactLocation, region: { startLine: Math.max(1, line), ...snippet } } }
}
