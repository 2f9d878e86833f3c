import { quoteText } from '../sql/quote.ts'
import { follows, type Word } from './words.ts'

/** ALTER TABLE where PostgreSQL has nothing like it; undefined where its words can stay. */
export function rewriteAlterTable(sql: string, words: readonly Word[]): { sql: string; what?: string } | undefined {
  const action = words.findIndex(({ text, depth }, at) => at > 2 && depth === 0 && ['ALTER', 'APPEND'].includes(text))
  if (action === -1) return undefined
  if (words[action]?.text === 'APPEND') return append(sql, words, action)
  if (storageWords.has(words[action + 1]?.text ?? '')) return { sql: '', what: 'distribution, sort keys and encodings' }
  const encodes = follows(words, action, 'ALTER', 'COLUMN') && words[action + 3]?.text === 'ENCODE'
  return encodes ? { sql: '', what: 'distribution, sort keys and encodings' } : undefined
}

const storageWords: ReadonlySet<string> = new Set(['DISTKEY', 'DISTSTYLE', 'SORTKEY', 'COMPOUND', 'INTERLEAVED', 'ENCODE'])

/** `ALTER TABLE target APPEND FROM source`: moves all rows, column by column of one name. */
function append(sql: string, words: readonly Word[], at: number): { sql: string } | undefined {
  if (!follows(words, at, 'APPEND', 'FROM')) return undefined
  const option = words.at(-1)?.text
  const last = option === 'IGNOREEXTRA' || option === 'FILLTARGET' ? words.length - 2 : words.length - 1
  const target = sql.slice(words[2]?.start, words[at - 1]?.end)
  const source = sql.slice(words[at + 2]?.start, words[last]?.end)
  const body = moveRows(quoteText(target), quoteText(source), option)
  return { sql: `DO ${quoteText(body)}` }
}

function moveRows(target: string, source: string, option: string | undefined): string {
  const columns = (table: string): string =>
    `SELECT attname FROM pg_attribute WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped`
  const refuse = (one: string, other: string, option: string): string =>
    `IF EXISTS (${columns(one)} EXCEPT ${columns(other)}) THEN
       RAISE EXCEPTION USING ERRCODE = '42703', MESSAGE = 'the tables have other columns, and ${option} is not given'; END IF;`
  return `DECLARE names text; BEGIN
    ${option === 'IGNOREEXTRA' ? '' : refuse(source, target, 'IGNOREEXTRA')} ${option === 'FILLTARGET' ? '' : refuse(target, source, 'FILLTARGET')}
    SELECT string_agg(quote_ident(attname), ', ') INTO names FROM (${columns(source)} INTERSECT ${columns(target)}) c;
    EXECUTE format('WITH moved AS (DELETE FROM %s RETURNING *) INSERT INTO %s (%s) SELECT %s FROM moved',
      ${source}::regclass, ${target}::regclass, names, names);
  END`
}
