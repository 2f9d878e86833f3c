import { fail } from '../../errors.ts'
import { lineAt } from '../../store/sql/statements.ts'
import { readTokens, type Token } from '../../store/sql/tokens.ts'

/**
 * Pure: the file's SQL without the commands of psql that only concern its own output. Throws `change.psql_command` for
 * those that would do something, and for COPY … FROM STDIN, whose rows only psql reads from the file.
 */
export function withoutPsqlCommands(file: string, sql: string): string {
  let kept = sql
  let previous = ''
  let skippedTo = 0
  for (const token of readTokens(sql)) {
    if (token.start < skippedTo || token.kind === 'space' || token.kind === 'comment') continue
    const text = sql.slice(token.start, token.end).toUpperCase()
    if (text === 'STDIN' && previous === 'FROM') throw refuse(file, sql, token, 'COPY … FROM STDIN')
    if (text === '\\') {
      skippedTo = endOfHarmless(file, sql, token)
      kept = `${kept.slice(0, token.start)}${' '.repeat(skippedTo - token.start)}${kept.slice(skippedTo)}`
    }
    previous = text
  }
  return kept
}

/** The end of the line of a command that may be left out. */
function endOfHarmless(file: string, sql: string, token: Token): number {
  const command = /^\\\S*(?:[ \t]+ON_ERROR_\w+)?/i.exec(sql.slice(token.start))?.[0] ?? '\\'
  if (!harmless.test(command)) throw refuse(file, sql, token, command)
  const end = sql.indexOf('\n', token.start)
  return end === -1 ? sql.length : end
}

/** What pg_dump and careful people write, and what says nothing to the server. */
const harmless = /^\\(?:restrict|unrestrict|echo|qecho|warn|timing|pset|encoding|set[ \t]+ON_ERROR_\w+)$/i

function refuse(file: string, sql: string, token: Token, command: string): Error {
  return fail('change.psql_command', { file, line: lineAt(sql, token.start), command })
}
