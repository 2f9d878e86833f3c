import type { CodeToken } from './token.ts'

/** The index of a line's first token, that of the one behind its last, and how far the line is indented. */
export type CodeLine = readonly [first: number, behind: number, indent: number]

/** Lines as people read them: one that is open in `(` or `[`, or that ends or begins with an operator, goes on. */
export function logicalLines(tokens: readonly CodeToken[], source: string): CodeLine[] {
  const lines: CodeLine[] = []
  let first = 0
  for (let at = 1; at <= tokens.length; at += 1) {
    const [before, token] = [tokens[at - 1], tokens[at]]
    if (before === undefined || (token !== undefined && !breaks(before, token, source))) continue
    lines.push([first, at, indentOf(tokens[first], source)])
    first = at
  }
  return lines
}

const operators = '+-*/.,|&~<>=%?\\'

function breaks(before: CodeToken, token: CodeToken, source: string): boolean {
  if (token.within === '(' || token.within === '[') return false
  if (before.kind === 'mark' && before.value === ';') return true
  if (!source.slice(before.start + before.value.length, token.start).includes('\n')) return false
  if (token.kind === 'mark' && '.|+?&%,:'.includes(token.value)) return false
  return !(before.kind === 'mark' && operators.includes(before.value))
}

const deepestIndent = 200

function indentOf(token: CodeToken | undefined, source: string): number {
  if (token === undefined) return 0
  const line = source.lastIndexOf('\n', token.start - 1) + 1
  const indent = token.start - line
  return indent > deepestIndent || source.slice(line, token.start).trim() !== '' ? deepestIndent : indent
}
