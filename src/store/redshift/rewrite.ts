import { lineAt } from '../sql/statements.ts'
import { rewriteAlterTable } from './alter-table.ts'
import { attributeEdits, type Mark } from './attributes.ts'
import { expressionEdits } from './expressions.ts'
import { applyEdits, type Edit, follows, readWords, type Word } from './words.ts'

/** A statement of Redshift's as PostgreSQL understands it. */
export interface Rewritten {
  /** Empty where it does nothing that PostgreSQL has. */
  sql: string
  /** What was left out, or is stricter there, each with its line in the statement, from 1. */
  ignored: readonly { what: string; line: number }[]
  /** What cannot be had on PostgreSQL: the statement is not to be run. */
  impossible?: { what: string; line: number }
}

/**
 * Pure: rewrites one statement from Redshift's SQL to PostgreSQL's, word by word: strings, quoted names and comments stay
 * as they are, and lines keep their numbers. What PostgreSQL lacks and the rules do not know is left for it to refuse.
 */
export function rewriteRedshift(sql: string): Rewritten {
  const words = readWords(sql)
  const line = (at: number): number => lineAt(sql, words[at]?.start ?? 0)
  const source = loadsFromElsewhere(words)
  if (source !== undefined) return { sql: '', ignored: [], impossible: { what: 'COPY from a bucket', line: line(source) } }
  const whole = wholeStatement(sql, words)
  if (whole !== undefined) return { sql: whole.sql, ignored: whole.what === undefined ? [] : [{ what: whole.what, line: line(0) }] }
  const { edits, marks } = attributeEdits(sql, words)
  return {
    sql: applyEdits(sql, [...edits, ...expressionEdits(words)]),
    ignored: marks.map(({ what, at }: Mark) => ({ what, line: line(at) })),
  }
}

/** `COPY t FROM 's3://…'`: on PostgreSQL that would be a file of the server's. */
function loadsFromElsewhere(words: readonly Word[]): number | undefined {
  if (!follows(words, 0, 'COPY')) return undefined
  const from = words.findIndex(({ text, depth }) => text === 'FROM' && depth === 0)
  return from !== -1 && words[from + 1]?.kind === 'value' ? from : undefined
}

/** Statements that become another as a whole, or nothing. */
function wholeStatement(sql: string, words: readonly Word[]): { sql: string; what?: string } | undefined {
  if (follows(words, 0, 'ALTER', 'TABLE')) return rewriteAlterTable(sql, words)
  if (follows(words, 0, 'VACUUM')) return { sql: maintenance(sql, words, 'VACUUM') }
  if (follows(words, 0, 'ANALYZE', 'COMPRESSION')) return { sql: '', what: 'ANALYZE COMPRESSION' }
  if (follows(words, 0, 'ANALYZE')) return { sql: maintenance(sql, words, 'ANALYZE') }
  if (['SET', 'RESET'].includes(words[0]?.text ?? '') && sessionSettings.has(words[1]?.text ?? ''))
    return { sql: '', what: words[1]?.text.toLowerCase() ?? '' }
  return undefined
}

const sessionSettings: ReadonlySet<string> = new Set([
  'QUERY_GROUP',
  'WLM_QUERY_SLOT_COUNT',
  'ENABLE_RESULT_CACHE_FOR_SESSION',
  'ANALYZE_THRESHOLD_PERCENT',
  'ENABLE_CASE_SENSITIVE_IDENTIFIER',
  'SPECTRUM_ENABLE_ENHANCED_METADATA',
])

const maintenanceWords: ReadonlySet<string> = new Set(
  'VACUUM ANALYZE FULL SORT ONLY DELETE REINDEX RECLUSTER TO PERCENT BOOST VERBOSE PREDICATE ALL COLUMNS'.split(' '),
)

/** The table of a VACUUM or ANALYZE, without Redshift's ways of doing it. */
function maintenance(sql: string, words: readonly Word[], verb: string): string {
  const edits: Edit[] = words
    .filter(({ text, kind, depth }, at) => at > 0 && depth === 0 && (maintenanceWords.has(text) || kind === 'value'))
    .map(({ start, end }) => ({ start, end, text: '' }))
  return applyEdits(sql, edits).replace(/^\S+/, verb).trimEnd()
}
