import type { Finding, Place, SchemaChange } from '../types.ts'
import { isEffect } from './accept.ts'
import { acceptanceBlock } from './acceptance-block.ts'

/**
 * Pure: the findings, each with what to do about it and, where accepting it is a way, the entry of `accept` to paste.
 * `today` is YYYY-MM-DD in UTC.
 */
export function withRemedies(findings: readonly Finding[], schema: readonly SchemaChange[], today: string): Finding[] {
  return findings.map((finding) => {
    if (finding.accepted !== undefined) return finding
    const change = schema.find(({ id }) => id === finding.cause)
    const acceptance = isAcceptable(finding) ? { acceptance: acceptanceBlock(finding, today) } : {}
    return { ...finding, remedy: remedyOf(finding, change), ...acceptance }
  })
}

/** What accepting alone makes pass: a failure, or an effect (of which its causes follow). */
function isAcceptable(finding: Finding): boolean {
  if (finding.severity === 'note' || ['MIGRATION_APPLIES', 'CHECK_PASSES'].includes(finding.rule)) return false
  return (
    (finding.pipeline !== undefined || finding.table !== undefined) &&
    (finding.severity === 'broken' || isEffect(finding) || finding.rule === 'STATEMENT_RUNS')
  )
}

/** Pure: what to do about a finding, in a sentence or two. */
export function remedyOf(finding: Finding, change: SchemaChange | undefined): string {
  if (finding.side === 'rollout') return rolloutRemedy
  const own = byRule[finding.rule]
  if (own !== undefined) return own(finding, change)
  if (change === undefined) return 'See what the pipeline printed, and mend what it names.'
  const byKind = byChange.find(([kinds]) => kinds.test(change.kind))?.[1]
  return byKind?.(finding, change) ?? `Make ${whereOf(finding)} fit what ${migrationOf(change)} does, or change the migration.`
}

const rolloutRemedy =
  'Let the old code live with the changed store: add what is new first and take away what is old in a later change, or deploy before the migration.'

type Remedy = (finding: Finding, change: SchemaChange) => string

const byChange: readonly (readonly [RegExp, Remedy])[] = [
  [
    /^column_renamed$/,
    (finding, { column, after, table }) =>
      `Write ${after} instead of ${column} in ${whereOf(finding)}; or leave the old name beside it until every pipeline is changed, as a view on ${table} or a second column.`,
  ],
  [
    /^table_renamed$/,
    (finding, { table, after }) =>
      `Write ${after} instead of ${table} in ${whereOf(finding)}; or leave a view with the old name: CREATE VIEW ${table} AS SELECT * FROM ${after}.`,
  ],
  [
    /^column_(?:dropped|remade)$/,
    (finding, { column }) => `Stop using ${column} in ${whereOf(finding)}, or keep the column until no pipeline uses it.`,
  ],
  [/^column_moved$/, (finding, { table }) => `Name the columns of ${table} in ${whereOf(finding)} instead of counting them.`],
  [
    /^column_retyped$/,
    (finding, { column, before, after }) =>
      `Make ${whereOf(finding)} take ${column} as ${after}, or cast it back there (${column}::${before}), or keep the type.`,
  ],
  [
    /^column_nullability$/,
    (finding, change) =>
      change.after === 'not null'
        ? `Give ${change.column} a value in ${whereOf(finding)}, or give the column a default in ${migrationOf(change)}.`
        : `Make ${whereOf(finding)} bear that ${change.column} is null, or keep it NOT NULL.`,
  ],
  [
    /^column_added$/,
    (finding, change) =>
      change.after?.endsWith('not null')
        ? `Give ${change.column} a default, or let it be null, in ${migrationOf(change)}; or fill it in ${whereOf(finding)}.`
        : `Name the columns of ${change.table} in ${whereOf(finding)} instead of taking all of them, and qualify ${change.column} where it is ambiguous.`,
  ],
  [/^column_default$/, (finding, { column }) => `Give ${column} its value in ${whereOf(finding)}, or keep the default.`],
  [
    /^rows_changed$/,
    (finding, change) => `Make ${whereOf(finding)} fit the new values, or narrow ${migrationOf(change)} to the rows that it is meant for.`,
  ],
  [
    /^view_changed$/,
    (finding, { table }) => `Make ${whereOf(finding)} fit the view ${table} as it is now, or let the view give what it gave.`,
  ],
  [
    /^grant_revoked$/,
    (_, { table, before }) => `Grant ${before ?? 'the right'} on ${table} again, or let the pipeline connect as a role that has it.`,
  ],
  [/^key_added$/, (finding, { table }) => `Make ${whereOf(finding)} write to ${table} only what the new key allows, or leave the key out.`],
  [/_dropped$/, (finding, { table }) => `Stop using ${table} in ${whereOf(finding)}, or keep it until no pipeline uses it.`],
  [
    /_renamed$/,
    (finding, { before, after }) =>
      `Write ${after ?? 'the new name'} instead of ${before ?? 'the old one'} in ${whereOf(finding)}, or keep the old name.`,
  ],
]

const accepting = 'If this is what the change is for, accept it; else mend its cause.'

const byRule: Readonly<Record<string, (finding: Finding, change: SchemaChange | undefined) => string>> = {
  OUTPUT_SAME: effectRemedy,
  ROWCOUNT_SAME: effectRemedy,
  NULLRATE_SAME: effectRemedy,
  FILE_SAME: effectRemedy,
  STATEMENT_RUNS: (finding) => `Mend the statement in ${whereOf(finding)}, and let the pipeline end with another exit code when one fails.`,
  MIGRATION_APPLIES: (finding) => `Mend ${whereOf(finding)}: it must also apply to the data that production has.`,
  CHECK_PASSES: () => 'See what the check printed, and mend what it names.',
  NEEDS_RUN: () => 'Mend the pipeline that it needs: then this one is rehearsed too.',
  TABLE_NO_REWRITE: () => 'Fill a new column in batches and switch to it, or migrate when nobody needs the table.',
  TABLE_NO_LONG_LOCK: () =>
    'Do the long work in a transaction of its own, before the lock is taken (a constraint: NOT VALID first, VALIDATE later), or migrate when nobody needs the table.',
  INDEX_CONCURRENTLY: () => 'Write CREATE INDEX CONCURRENTLY, in a file without a transaction, or migrate when nobody writes the table.',
  ACCEPT_EXPIRED: (finding) =>
    `Take the entry out of accept (${whereOf(finding)}), or give it a new end date if the effect is still intended.`,
  ACCEPT_UNUSED: (finding) => `Take the entry out of accept (${whereOf(finding)}), or correct what it names.`,
  ACCEPT_TOO_WIDE: (finding) => `Name the table or the pipeline that it is about (${whereOf(finding)}).`,
}

function effectRemedy(finding: Finding, change: SchemaChange | undefined): string {
  if (change === undefined) return accepting
  const own = byChange.find(([kinds]) => kinds.test(change.kind))?.[1]
  return own === undefined ? accepting : `${accepting} ${own(finding, change)}`
}

/** `pipelines/monthly.R:14 (and 2 other places)`; `the pipeline's code` where no place is known. */
function whereOf({ place, otherPlaces = [] }: Pick<Finding, 'place' | 'otherPlaces'>): string {
  if (place === undefined) return "the pipeline's code"
  const others = otherPlaces.length === 0 ? '' : ` (and ${otherPlaces.length} other ${otherPlaces.length === 1 ? 'place' : 'places'})`
  return `${formatPlace(place)}${others}`
}

function migrationOf({ migration }: SchemaChange): string {
  return migration === undefined ? 'the migration' : formatPlace(migration.place)
}

function formatPlace({ file, line }: Place): string {
  return `${file}:${line}`
}
