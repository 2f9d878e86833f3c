import { matchHere, pushToken, type Scan } from './scan-state.ts'
import { readString } from './strings.ts'
import type { CodeToken, Syntax } from './token.ts'

/**
 * Cuts code of any language into its names, strings and marks. It knows quotes, comments and brackets, nothing of the
 * grammar, takes any text without failing, and reads it once.
 */
export function scanCode(source: string, syntax: Syntax): CodeToken[] {
  const scan: Scan = { source, syntax, tokens: [], at: 0, end: source.length, brackets: [], nesting: 0, readCode: scanUntil }
  scanUntil(scan)
  return scan.tokens
}

function scanUntil(scan: Scan, closer?: '}'): void {
  const floor = scan.brackets.length
  while (scan.at < scan.end) {
    const char = scan.source[scan.at] ?? ''
    if (closer === char && scan.brackets.length === floor) return
    if (skipBlank(scan, char) || readString(scan) || readName(scan) || readRegex(scan, char)) continue
    readMark(scan, char, floor)
  }
}

const space = /\s+/y

function skipBlank(scan: Scan, char: string): boolean {
  const { comment, block } = scan.syntax
  if (char <= ' ' || char === '\u00a0' || char === '\ufeff') {
    space.lastIndex = scan.at
    scan.at = Math.min(scan.end, space.test(scan.source) ? space.lastIndex : scan.at + 1)
    return true
  }
  if (block !== undefined && scan.source.startsWith(block.open, scan.at)) {
    const close = scan.source.indexOf(block.close, scan.at + block.open.length)
    scan.at = close === -1 ? scan.end : Math.min(scan.end, close + block.close.length)
    return true
  }
  if (comment === undefined) return false
  comment.lastIndex = scan.at
  if (!comment.test(scan.source)) return false
  const line = scan.source.indexOf('\n', scan.at)
  scan.at = line === -1 ? scan.end : Math.min(scan.end, line)
  return true
}

const number = /\d[\w.]*/y

function readName(scan: Scan): boolean {
  const name = matchHere(scan, scan.syntax.name)
  const match = name ?? matchHere(scan, number)
  if (match === undefined) return false
  pushToken(scan, name === undefined ? 'mark' : 'name', match[0], scan.at)
  scan.at += match[0].length
  return true
}

const regex = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,500}\/[a-z]*/y

/** A regular expression may hold quotes. One stands where a value may begin, so not behind a name or a closing bracket. */
function readRegex(scan: Scan, char: string): boolean {
  if (char !== '/' || scan.syntax.regex === undefined) return false
  const before = scan.tokens.at(-1)
  if (before !== undefined && before.kind === 'text') return false
  if (before?.kind === 'name' && !/^(?:return|typeof|case|in|of|await|yield|else|do)$/.test(before.value)) return false
  if (before?.kind === 'mark' && /^[)\]}\d]/.test(before.value)) return false
  const match = matchHere(scan, regex)
  if (match === undefined) return false
  scan.at += match[0].length
  return true
}

function readMark(scan: Scan, char: string, floor: number): void {
  if (char === ')' || char === ']' || char === '}') close(scan, char, floor)
  pushToken(scan, 'mark', char, scan.at)
  if (char === '(' || char === '[' || char === '{') scan.brackets.push(char)
  scan.at += 1
}

const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Closes what it can: a bracket too many, or one of another kind, must not upset all that follows. */
function close(scan: Scan, char: string, floor: number): void {
  const last = scan.brackets.length - 1
  if (last >= floor && scan.brackets[last] === partners[char]) scan.brackets.pop()
  else if (last - 1 >= floor && scan.brackets[last - 1] === partners[char]) scan.brackets.length = last - 1
}
