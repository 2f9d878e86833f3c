import { matchHere, pushToken, type Scan } from './scan-state.ts'
import type { StringForm } from './token.ts'

/** Deeper expressions in strings in expressions are taken for text. */
const deepest = 4

/** Reads a string that begins here, with the code inside it. False where none begins. */
export function readString(scan: Scan): boolean {
  for (const form of scan.syntax.strings) {
    const open = matchHere(scan, form.open)
    if (open === undefined) continue
    const from = scan.at + open[0].length
    if (form.holes === '${' && scan.nesting < deepest) {
      readTemplate(scan, from, form.close(open))
      return true
    }
    const lines = typeof form.lines === 'function' ? form.lines(open) : form.lines
    const close = form.close(open)
    const to = endOf(scan, from, close, form.escapes, lines)
    keep(scan, form, open, from, to)
    scan.at = Math.min(scan.end, scan.source.startsWith(close, to) ? to + close.length : to)
    return true
  }
  return false
}

/** Where the string's text ends: at its close, else at the end of the line, or of all where it may run over lines. */
function endOf(scan: Scan, from: number, close: string, escapes: boolean, lines: boolean): number {
  const { source, end } = scan
  const first = close[0] ?? ''
  for (let at = from; at < end; at += 1) {
    const char = source[at]
    if (char === '\\' && escapes) at += 1
    else if (char === first && source.startsWith(close, at)) return at
    else if (char === '\n' && !lines) return at
  }
  return end
}

function keep(scan: Scan, form: StringForm, open: RegExpExecArray, from: number, to: number): void {
  const holes = typeof form.holes === 'function' ? form.holes(open) : form.holes
  const content = scan.source.slice(from, to)
  if (form.kind === 'name') pushToken(scan, 'name', content, from)
  else if (holes === '{' && scan.nesting < deepest && content.includes('{')) readPieces(scan, from, to)
  else if (!isDocstring(scan, from - open[0].length, to + form.close(open).length)) pushToken(scan, 'text', plain(content), from)
}

/** Two characters for each escape, as in the source: offsets stay true. */
function plain(content: string): string {
  return content.includes('\\') ? content.replace(/\\([\s\S])/g, (_, char: string) => (/[ntrf\n]/.test(char) ? '  ' : ` ${char}`)) : content
}

/** A string alone in its statement, as Python's docstrings are. */
function isDocstring(scan: Scan, from: number, to: number): boolean {
  if (scan.syntax.docstrings === undefined || scan.brackets.length > 0) return false
  let before = from - 1
  while (before >= 0 && (scan.source[before] === ' ' || scan.source[before] === '\t')) before -= 1
  if (before >= 0 && scan.source[before] !== '\n' && scan.source[before] !== ';') return false
  const after = /[ \t]*(?:\r?\n|#|;|$)/y
  after.lastIndex = to
  return after.test(scan.source)
}

/** A text with `{expression}` in it; `{{` is a bracket that stands for itself. */
function readPieces(scan: Scan, from: number, to: number): void {
  let piece = from
  let continues: true | undefined
  for (let at = from; at < to; at += 1) {
    if (scan.source[at] !== '{') continue
    if (scan.source[at + 1] === '{') {
      at += 1
      continue
    }
    const close = closingBrace(scan.source, at, to)
    if (close === undefined) break
    pushToken(scan, 'text', plain(scan.source.slice(piece, at)), piece, continues)
    readInside(scan, at + 1, close)
    continues = true
    piece = close + 1
    at = close
  }
  pushToken(scan, 'text', plain(scan.source.slice(piece, to)), piece, continues)
}

function closingBrace(source: string, open: number, to: number): number | undefined {
  let depth = 0
  for (let at = open; at < to; at += 1) {
    if (source[at] === '{') depth += 1
    if (source[at] === '}' && --depth === 0) return at
  }
  return undefined
}

function readInside(scan: Scan, from: number, to: number): void {
  const inner = { ...scan, at: from, end: to, nesting: scan.nesting + 1 }
  inner.brackets = [...scan.brackets, '{']
  scan.readCode(inner)
}

function readTemplate(scan: Scan, from: number, close: string): void {
  let piece = from
  let continues: true | undefined
  let at = from
  const push = (): void => {
    pushToken(scan, 'text', plain(scan.source.slice(piece, at)), piece, continues)
    continues = true
  }
  while (at < scan.end && scan.source[at] !== close) {
    if (scan.source[at] === '\\') at += 1
    else if (scan.source.startsWith('${', at)) {
      push()
      const inner = { ...scan, at: at + 2, nesting: scan.nesting + 1 }
      inner.brackets = [...scan.brackets, '{']
      scan.readCode(inner, '}')
      at = inner.at
      piece = Math.min(scan.end, at + 1)
    }
    at += 1
  }
  at = Math.min(at, scan.end)
  push()
  scan.at = Math.min(scan.end, at + 1)
}
