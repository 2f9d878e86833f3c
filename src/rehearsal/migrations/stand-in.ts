import { fail } from '../../errors.ts'
import type { SqlFailure } from '../../ports/databases.ts'
import { redactSqlMessage } from '../../store/record/redact-message.ts'
import { rewriteRedshift } from '../../store/redshift/rewrite.ts'
import type { Statement } from '../../store/sql/statements.ts'
import type { Place, Verdict } from '../types.ts'

/** What stands between a migration's own SQL and the server that runs it. */
export interface Translator {
  /** The statement as the server understands it; empty where there is nothing to do there. Throws `change.stand_in_lacks`. */
  translate(statement: Statement, file: string): string
  /** Throws `change.stand_in_refused` where a refusal says more about the stand-in than about the statement. */
  explain(error: SqlFailure, place: Place): void
  /** What is not as on production's own server, so far. */
  notTested(): Verdict['notTested']
}

/** The server understands the SQL as it is. */
export const plain: Translator = { translate: ({ text }) => text, explain: () => {}, notTested: () => [] }

/** Redshift's SQL for a PostgreSQL in its place. */
export function createStandIn(): Translator {
  const left = new Map<string, number[]>()
  let source = ''
  return {
    translate({ text, line }, file) {
      source = file
      const { sql, ignored, impossible } = rewriteRedshift(text)
      if (impossible !== undefined) throw fail('change.stand_in_lacks', { file, line: line + impossible.line - 1, what: impossible.what })
      for (const { what, line: inside } of ignored) left.set(what, [...(left.get(what) ?? []), line + inside - 1])
      return sql
    },
    explain(error, { file, line }) {
      const { sqlState } = error
      if (dialectStates.has(sqlState)) throw fail('change.stand_in_refused', { file, line, sqlState, reason: redactSqlMessage(error) })
    },
    notTested: () =>
      [...left].map(([what, lines]) => ({
        what: `${source}: ${what} (line ${[...new Set(lines)].join(', ')})`,
        why: 'a PostgreSQL stands in for Redshift, which differs in this',
      })),
  }
}

/** Syntax, unknown function, unknown type, unsupported feature. */
const dialectStates: ReadonlySet<string> = new Set(['42601', '42883', '42704', '0A000'])
