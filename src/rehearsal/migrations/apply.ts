import type { Clock } from '../../ports/clock.ts'
import type { Session } from '../../ports/databases.ts'
import { SqlFailure } from '../../ports/databases.ts'
import { redactSqlMessage } from '../../store/record/redact-message.ts'
import { fingerprintStatement } from '../../store/sql/fingerprint.ts'
import { leadingWords, type Statement } from '../../store/sql/statements.ts'
import type { MigrationResult, Place } from '../types.ts'
import type { Dialect } from './dialect.ts'
import type { History, Step } from './history.ts'
import type { Operation, Watch } from './operations.ts'
import { controls, type MigrationFile, standsAlone } from './parse.ts'

export interface AppliedMigration {
  failure?: NonNullable<MigrationResult['failure']> & { statement: string }
  operations: readonly (Operation & Step)[]
}

/**
 * Carries out one file on a candidate database, statement by statement in the way it asks for, and tells the history
 * what the catalog became. A failure undoes the file where it runs in one transaction, and is returned, not thrown.
 */
export async function applyMigration(
  session: Session,
  migration: MigrationFile,
  history: History,
  { clock, dialect }: { clock: Clock; dialect: Dialect },
): Promise<AppliedMigration> {
  const watch = await dialect.watch(session)
  const run: Run = { session, migration, history, clock, dialect, watch, operations: [], unread: [], readingMs: 0 }
  let at: Statement = migration.statements[0] ?? { text: '', line: 1 }
  try {
    if (migration.inTransaction) await begin(run)
    for (const statement of migration.statements) {
      at = statement
      await carryOut(run, statement)
    }
    if (migration.inTransaction) await session.execute('COMMIT')
    else if (await leftOpen(run)) return { ...failed(run, at, neverCommitted), operations: run.operations }
    return { operations: run.operations }
  } catch (error) {
    if (!(error instanceof SqlFailure)) throw error
    dialect.explain(error, placeOf(migration, at, error.position))
    return { ...failed(run, at, error), operations: run.operations }
  } finally {
    // What a failure undid is read as undone.
    await session.execute('ROLLBACK').catch(() => {})
    await observe(run)
  }
}

interface Run {
  session: Session
  migration: MigrationFile
  history: History
  clock: Clock
  dialect: Dialect
  watch: Watch
  operations: (Operation & Step)[]
  /** Statements since the catalog was last read. */
  unread: Step[]
  /** How long the catalog took to read the last time. */
  readingMs: number
}

const neverCommitted = new SqlFailure({
  sqlState: '25000',
  message: 'it begins a transaction that it never commits: nothing of that is kept',
})

function failed(run: Run, at: Statement, error: SqlFailure): Pick<AppliedMigration, 'failure'> {
  const statement = fingerprintStatement(at.text).text
  const place = placeOf(run.migration, at, error.position)
  return { failure: { sqlState: error.sqlState, message: redactSqlMessage(error), place, statement } }
}

async function begin(run: Run): Promise<void> {
  await run.session.execute('BEGIN')
  await run.watch.begin()
}

async function carryOut(run: Run, statement: Statement): Promise<void> {
  const { session, migration, dialect } = run
  const sql = dialect.translate(statement, migration.file)
  if (sql === '') return
  const alone = standsAlone(statement)
  const own = dialect.savepoints && !migration.inTransaction && !controls(statement) && !alone && !(await leftOpen(run))
  // A transaction of its own changes nothing for one statement, and shows its locks while they are held.
  if (own) await begin(run)
  await session.execute(sql)
  if (/^(?:begin|start)\b/i.test(sql)) await run.watch.begin()
  const step = { place: placeOf(migration, statement), statement: fingerprintStatement(statement.text).text }
  if (!alone) run.operations.push(...(await run.watch.after(sql)).map((operation) => ({ ...operation, ...step })))
  if (own) await session.execute('COMMIT')
  if (leavesSchema(statement.text)) return
  run.unread.push(step)
  if (isDue(run)) await observe(run)
}

/** What all readings of one file may take together: of very many statements on a very large schema, several share one. */
const readingsMs = 15_000

function isDue({ migration, unread, readingMs }: Run): boolean {
  return unread.length >= (migration.statements.length * readingMs) / readingsMs
}

async function observe(run: Run): Promise<void> {
  const steps = run.unread.splice(0)
  const startedAt = run.clock.now().getTime()
  run.history.observe(await run.dialect.read(run.session), steps)
  run.readingMs = run.clock.now().getTime() - startedAt
}

/** Whether a transaction is open. */
async function leftOpen({ session, dialect }: Run): Promise<boolean> {
  if (!dialect.savepoints) return false
  try {
    await session.execute('SAVEPOINT prod_replica; RELEASE prod_replica')
    return true
  } catch (error) {
    if (error instanceof SqlFailure && error.sqlState === '25P01') return false
    throw error
  }
}

/** The statement's first line, or the one where the server found the fault. */
function placeOf(migration: MigrationFile, statement: Statement, position = 1): Place {
  const inside = Math.min(statement.text.slice(0, position - 1).split('\n').length, statement.text.split('\n').length) - 1
  const text = statement.text.split('\n')[inside]?.trim().slice(0, 160) ?? ''
  return { file: migration.file, line: statement.line + inside, text }
}

/** Statements that change rows or settings only. Their number may be large; reading the catalog takes time. */
function leavesSchema(sql: string): boolean {
  const [first = ''] = leadingWords(sql, 1)
  return rowStatements.has(first)
}

const rowStatements: ReadonlySet<string> = new Set(
  'INSERT UPDATE DELETE MERGE COPY COMMENT SET RESET ANALYZE VACUUM BEGIN COMMIT START END LOCK TRUNCATE REINDEX'.split(' '),
)
