import { ruleOf } from '../blame/rules.ts'

/** Rules of findings that no single change of the schema breaks. */
export const ownRules = [
  'MIGRATION_APPLIES',
  'CHECK_PASSES',
  'PIPELINE_RUNS',
  'NEEDS_RUN',
  'STATEMENT_RUNS',
  'OUTPUT_SAME',
  'ROWCOUNT_SAME',
  'NULLRATE_SAME',
  'FILE_SAME',
  'TABLE_NO_REWRITE',
  'TABLE_NO_LONG_LOCK',
  'INDEX_CONCURRENTLY',
  'ACCEPT_EXPIRED',
  'ACCEPT_UNUSED',
  'ACCEPT_TOO_WIDE',
] as const

/** Every rule that a finding can name. */
export const knownRules: readonly string[] = [...new Set([...ownRules, ...Object.values(ruleOf)])].sort()
