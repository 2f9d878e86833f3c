import { tableName } from '../../store/schema/names.ts'
import type { Recording } from '../../store/record/recording.ts'
import { neutralStatement } from '../../store/sql/neutral.ts'
import { readableQuery } from '../../store/sql/readable-query.ts'
import { leadingWords } from '../../store/sql/statements.ts'
import type { Schema } from '../../store/types.ts'
import type { KeptStatement } from './types.ts'

/** Pure: a run's statements as they are kept. `samples` are their texts as sent, of which no literal gets through. */
export function keepStatements(recording: Recording, samples: readonly { fingerprint: string; sql: string }[], schema: Schema): KeptStatement[] {
  const texts = new Map(samples.map(({ fingerprint, sql }) => [fingerprint, sql]))
  return [...recording.statements.values()].map(({ fingerprint, text, columns }) => ({
    fingerprint,
    text,
    ...formsOf(texts.get(fingerprint) ?? ''),
    columns: [...columns.values()].flatMap(({ table, attnum }) => {
      const shape = schema.get(table)
      const column = shape?.columns.get(attnum)
      return shape === undefined || column === undefined ? [] : [`${tableName(shape)}.${column.name}`]
    }),
  }))
}

function formsOf(sql: string): Pick<KeptStatement, 'query' | 'setup'> {
  const [first = ''] = leadingWords(sql, 1)
  if (/^\s*set\s+(?:session\s+)?(?:search_path|schema)\b/i.test(sql)) return { setup: sql }
  if (makes.has(first)) return { setup: neutralStatement(sql) }
  const query = readableQuery(sql)
  return query === undefined ? {} : { query: neutralStatement(query) }
}

/** What a pipeline makes for itself is made on the empty copy too, and rolled back. */
const makes: ReadonlySet<string> = new Set(['CREATE', 'DROP', 'ALTER'])
