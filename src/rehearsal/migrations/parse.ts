import { leadingWords, type Statement, splitStatements } from '../../store/sql/statements.ts'
import { withoutPsqlCommands } from './psql.ts'
import { readUpPart } from './up-part.ts'

/** One SQL file that the change adds. */
export interface MigrationFile {
  store: string
  /** Relative to the checkout. */
  file: string
  statements: readonly Statement[]
  /** Whether the file runs in one transaction; not where it forbids it, begins its own or holds what no transaction may hold. */
  inTransaction: boolean
}

/** Pure: one migration's statements and the way it asks to be run. Throws `change.psql_command`. */
export function parseMigration(store: string, file: string, text: string): MigrationFile {
  const { sql, transaction } = readUpPart(text)
  const statements = splitStatements(withoutPsqlCommands(file, sql))
  return {
    store,
    file,
    statements,
    inTransaction: transaction ?? !statements.some((statement) => controls(statement) || standsAlone(statement)),
  }
}

/** Whether a statement begins or ends a transaction. */
export function controls({ text }: Statement): boolean {
  const [first = '', second = ''] = leadingWords(text, 2)
  return ['BEGIN', 'START', 'COMMIT', 'ROLLBACK', 'ABORT', 'END'].includes(first) || (first === 'PREPARE' && second === 'TRANSACTION')
}

/** Whether PostgreSQL, or Redshift, refuses a statement inside a transaction, or its effect only shows after it. */
export function standsAlone({ text }: Statement): boolean {
  const words = leadingWords(text, 6)
  const [first = '', second = ''] = words
  if (first === 'VACUUM' || words.includes('CONCURRENTLY')) return true
  if (first === 'REINDEX') return words.includes('DATABASE') || words.includes('SYSTEM') || words.includes('SCHEMA')
  if (['CREATE', 'DROP'].includes(first) && ['DATABASE', 'TABLESPACE', 'SUBSCRIPTION', 'EXTERNAL'].includes(second)) return true
  if (first !== 'ALTER') return false
  if (second === 'SYSTEM' || second === 'DATABASE') return second === 'SYSTEM' || /\bset\s+tablespace\b/i.test(text)
  return (second === 'TYPE' && /\badd\s+value\b/i.test(text)) || (second === 'TABLE' && /\bappend\s+from\b/i.test(text))
}
