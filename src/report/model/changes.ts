import type { Finding, MigrationResult, Place, SchemaChange, Verdict } from '../../rehearsal/types.ts'
import { cleanLine, cleanText } from '../clean.ts'
import type { ChangeSummary, FindingSummary } from '../types.ts'
import { describeChange } from '../words.ts'

const severities = ['broken', 'changed', 'note']
const placesShown = 10

/**
 * What the change did and what followed: failed migrations first, then each schema change with its findings (those
 * with effects before those without), then the findings that no schema change explains.
 */
export function summarizeChanges(verdict: Verdict): ChangeSummary[] {
  const failed = verdict.migrations
    .filter((migration) => migration.status === 'failed')
    .map((migration) => summarizeFailedMigration(migration, verdict.findings))
  const changes = verdict.schema.map((change) => summarizeChange(change, verdict.findings))
  const known = new Set(verdict.schema.map((change) => change.id))
  const rest = verdict.findings.filter((finding) => !isOfFailure(finding) && (finding.cause === undefined || !known.has(finding.cause)))
  const others = rest.length === 0 ? [] : [{ title: 'has these effects, which no schema change explains', findings: sortFindings(rest) }]
  const withEffects = changes.filter((change) => change.findings.length > 0)
  return [...failed, ...withEffects, ...others, ...changes.filter((change) => change.findings.length === 0)]
}

function summarizeFailedMigration(migration: MigrationResult, findings: readonly Finding[]): ChangeSummary {
  const { failure } = migration
  const title = cleanLine(`cannot be applied: ${migration.source} failed on ${migration.store}`)
  if (failure === undefined) return { title, failure: 'no reason was given', findings: [] }
  const place = cleanPlace(failure.place)
  return {
    title,
    failure: cleanLine(`${failure.message} (SQLSTATE ${failure.sqlState})`, 500),
    migration: { place, statement: place.text ?? '' },
    findings: sortFindings(findings.filter((finding) => isOfFailure(finding) && isAt(finding, migration))),
  }
}

/** What is found of a migration that failed is told with the migration. */
function isOfFailure({ rule }: Finding): boolean {
  return rule === 'MIGRATION_APPLIES'
}

function isAt({ store, place }: Finding, { failure, ...migration }: MigrationResult): boolean {
  return store === migration.store && place?.file === failure?.place.file && place?.line === failure?.place.line
}

function summarizeChange(change: SchemaChange, findings: readonly Finding[]): ChangeSummary {
  const own = findings.filter((finding) => finding.cause === change.id)
  return {
    title: describeChange(change),
    ...(change.migration === undefined
      ? {}
      : { migration: { place: cleanPlace(change.migration.place), statement: cleanLine(change.migration.statement, 500) } }),
    findings: sortFindings(own),
  }
}

/** Broken first, then changed, then notes; otherwise in the order of the verdict. */
function sortFindings(findings: readonly Finding[]): FindingSummary[] {
  const sorted = [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
  return mergeAlike(sorted.map(summarizeFinding))
}

/** A column that is gone and the output that it moves are one effect to a reader: said once, with both rules. */
function mergeAlike(findings: readonly FindingSummary[]): FindingSummary[] {
  const merged = new Map<string, FindingSummary>()
  for (const finding of findings) {
    const { subject, severity, effect, place, accepted } = finding
    const key = JSON.stringify([subject, severity, effect, place?.file, place?.line, accepted])
    const same = merged.get(key)
    merged.set(key, same === undefined ? finding : { ...same, rule: `${same.rule}, ${finding.rule}` })
  }
  return [...merged.values()]
}

function summarizeFinding(finding: Finding): FindingSummary {
  const target = formatTarget(finding)
  return {
    rule: cleanLine(finding.rule, 60),
    level: finding.level,
    severity: finding.severity,
    subject: formatSubject(finding),
    effect: cleanLine(finding.effect, 500),
    ...(target === '' ? {} : { target }),
    ...wordOf(finding),
    ...(finding.place === undefined ? {} : { place: cleanPlace(finding.place) }),
    otherPlaces: (finding.otherPlaces ?? []).slice(0, placesShown).map(cleanPlace),
    ...(finding.statement === undefined ? {} : { statement: cleanLine(finding.statement, 500) }),
    ...(finding.remedy === undefined ? {} : { remedy: cleanLine(finding.remedy, 500) }),
    ...(finding.acceptance === undefined ? {} : { acceptance: cleanText(finding.acceptance).slice(0, 1000) }),
    ...(finding.accepted === undefined
      ? {}
      : { accepted: { because: cleanLine(finding.accepted.because), until: cleanLine(finding.accepted.until, 20) } }),
  }
}

/** What a reader looks for in a line of source: the column, else the table without its schema. */
function wordOf({ column, table }: Finding): { word?: string } {
  const word = column ?? table?.split('.').at(-1)
  return word === undefined || word === '' ? {} : { word: cleanLine(word, 80) }
}

function formatSubject(finding: Finding): string {
  if (finding.pipeline !== undefined) return `pipeline ${cleanLine(finding.pipeline, 80)}`
  return finding.check === undefined ? cleanLine(finding.rule, 60) : `check ${cleanLine(finding.check, 80)}`
}

function formatTarget({ store, table, column }: Finding): string {
  const name = [table, column].filter((part) => part !== undefined).join('.')
  return cleanLine([store, name].filter((part) => part !== undefined && part !== '').join(' '))
}

function cleanPlace(place: Place): Place {
  const file = cleanLine(place.file)
  return { file, line: place.line, ...(place.text === undefined ? {} : { text: cleanLine(place.text) }) }
}
