import type { Session } from '../ports/databases.ts'
import { SqlFailure } from '../ports/databases.ts'
import { redactSqlMessage } from '../store/record/redact-message.ts'
import { compareSchemas } from '../store/schema/compare.ts'
import { readSchema } from '../store/schema/tables.ts'
import { fingerprintStatement } from '../store/sql/fingerprint.ts'
import { leadingWords, type Statement } from '../store/sql/statements.ts'
import type { Schema, SchemaDelta } from '../store/types.ts'
import type { MigrationFile } from './migrations.ts'
import type { MigrationResult, Place } from './types.ts'

/** A difference of the schema, and the statement that made it. */
export interface PlacedDelta {
  delta: SchemaDelta
  place: Place
  statement: string
}

export interface AppliedMigration {
  failure?: NonNullable<MigrationResult['failure']> & { statement: string }
  deltas: readonly PlacedDelta[]
}

/**
 * Carries out one file on a candidate database, statement by statement, and reads the catalog after each that may have
 * changed it. A failure undoes the file where it runs in one transaction, and is returned, not thrown.
 */
export async function applyMigration(session: Session, migration: MigrationFile): Promise<AppliedMigration> {
  const deltas: PlacedDelta[] = []
  let schema = await readSchema(session)
  let at: Statement = migration.statements[0] ?? { text: '', line: 1 }
  try {
    if (migration.inTransaction) await session.execute('BEGIN')
    for (const statement of migration.statements) {
      at = statement
      await session.execute(statement.text)
      if (leavesSchema(statement.text)) continue
      const after = await readSchema(session)
      deltas.push(...placed(schema, after, migration, statement))
      schema = after
    }
    if (migration.inTransaction) await session.execute('COMMIT')
    return { deltas }
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error
    await session.execute('ROLLBACK').catch(() => {})
    const statement = fingerprintStatement(at.text).text
    return {
      deltas,
      failure: { sqlState: error.sqlState, message: redactSqlMessage(error), place: placeOf(migration, at, error.position), statement },
    }
  }
}

function placed(before: Schema, after: Schema, migration: MigrationFile, statement: Statement): PlacedDelta[] {
  const place = placeOf(migration, statement)
  const { text } = fingerprintStatement(statement.text)
  return compareSchemas(before, after).map((delta) => ({ delta, place, statement: text }))
}

/** The statement's first line, or the one where the server found the fault. */
function placeOf(migration: MigrationFile, statement: Statement, position = 1): Place {
  const inside = statement.text.slice(0, position - 1).split('\n').length - 1
  const text = statement.text.split('\n')[inside]?.trim().slice(0, 160) ?? ''
  return { file: migration.file, line: statement.line + inside, text }
}

/** Statements that change rows, privileges or settings only. Their number may be large; reading the catalog takes time. */
function leavesSchema(sql: string): boolean {
  const [first = ''] = leadingWords(sql, 1)
  return rowStatements.has(first)
}

const rowStatements: ReadonlySet<string> = new Set(
  'INSERT UPDATE DELETE MERGE COPY GRANT REVOKE COMMENT SET RESET ANALYZE VACUUM BEGIN COMMIT START END LOCK TRUNCATE REINDEX'.split(' '),
)
