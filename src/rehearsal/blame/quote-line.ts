import type { CodeFile } from '../code/analyse.ts'
import { statementBefore } from '../code/sql-statements.ts'

const longest = 160

/** A line of code for a report: trimmed, shortened, without what SQL has in quotes and without passwords. */
export function quoteLine({ source, lineStarts, language, statements }: CodeFile, line: number): string {
  const start = lineStarts[line - 1] ?? 0
  const end = lineStarts[line] ?? source.length
  const text = source.slice(start, end).trim()
  const isSql = language === 'sql' || (statementBefore(statements, end)?.end ?? -1) >= start
  const safe = text
    .replace(/\b(pass(?:word|wd)?|pwd|secret|token)(\s*[=:]\s*)[^\s&'",;)]+/gi, '$1$2…')
    .replace(/(\/\/[^/\s:@]+:)[^@\s/]+@/g, '$1…@')
  return (isSql ? withoutLiterals(safe, language === 'sql') : safe).slice(0, longest)
}

/** In code the quotes may be the string's own; a literal is what stands between two of them behind an operator. */
function withoutLiterals(text: string, all: boolean): string {
  return all
    ? text.replace(/'(?:[^']|'')*'/g, "'…'")
    : text.replace(/([=<>(,]\s*|\b(?:like|in|then|else|values)\s*\(?\s*)'[^']*'/gi, "$1'…'")
}
