import type { CodeToken, Syntax } from './token.ts'

/** A scan under way. `end` bounds what it may read: the end of the file, or of an expression inside a string. */
export interface Scan {
  source: string
  syntax: Syntax
  tokens: CodeToken[]
  at: number
  end: number
  brackets: ('(' | '[' | '{')[]
  /** Strings in expressions in strings … */
  nesting: number
  /** Reads the code inside a string: to the scan's end, or to the `}` that closes it. */
  readCode: (scan: Scan, closer?: '}') => void
}

export function pushToken(scan: Scan, kind: CodeToken['kind'], value: string, start: number, continues?: true): void {
  const within = scan.brackets.at(-1) ?? ''
  const token: CodeToken = { kind, value, start, within, depth: scan.brackets.length }
  scan.tokens.push(continues === undefined ? token : { ...token, continues })
}

/** What a sticky pattern matches here. */
export function matchHere(scan: Scan, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = scan.at
  const match = pattern.exec(scan.source)
  return match === null || match[0] === '' || scan.at + match[0].length > scan.end ? undefined : match
}
