import { Lexer } from 'yaml'

const flowEnd = '\u0018'
const scalar = '\u001F'
/** Tokens that stand for no text. */
const controls = new Set([flowEnd, scalar, '\u0002'])
const widestPad = 200

/**
 * YAML whose quoted texts and flow collections go on left of where they should, which CloudFormation reads all the same:
 * the text with those lines moved to the right, and nothing else changed. A text that is broken otherwise comes back as
 * far as it could be mended.
 */
export function mendIndents(text: string): string {
  let mended = text
  // Every round reads the text again, so a large text gets fewer.
  for (let rounds = Math.min(200, Math.ceil(20_000_000 / text.length)); rounds > 0; rounds--) {
    const span = findUnderIndented(mended)
    if (span === undefined) return mended
    const moved = moveRight(mended, span)
    if (moved === undefined) return mended
    mended = moved
  }
  return mended
}

/** What is moved: all lines that begin between the two offsets; `opened` is where the quote or bracket stands. */
interface Span {
  opened: number
  from: number
  to: number
}

function findUnderIndented(text: string): Span | undefined {
  const reading = { text, offset: 0, opened: 0, depth: 0 }
  let before = ''
  for (const token of new Lexer().lex(text)) {
    const span = before === scalar ? undefined : readToken(reading, token)
    if (span !== undefined) return span
    if (!controls.has(token)) reading.offset += token.length
    before = token
  }
  return undefined
}

/** The span to move, where a quoted text or a flow collection ends at this token though it goes on. */
function readToken(reading: { text: string; offset: number; opened: number; depth: number }, token: string): Span | undefined {
  const { text, offset } = reading
  if (token === flowEnd && reading.depth > 0) return flowSpan(text, reading.opened, offset)
  if (token === '[' || token === '{') {
    if (reading.depth === 0) reading.opened = offset
    reading.depth += 1
  }
  if (token === ']' || token === '}') reading.depth = Math.max(0, reading.depth - 1)
  if (token[0] !== '"' && token[0] !== "'") return undefined
  const end = endOfQuoted(text, offset)
  return end > offset + token.length ? { opened: offset, from: offset, to: end } : undefined
}

function flowSpan(text: string, opened: number, offset: number): Span {
  return { opened, from: Math.max(opened, text.lastIndexOf('\n', offset - 1)), to: endOfFlow(text, opened) }
}

/** Offset after the closing quote; 0 where there is none. */
function endOfQuoted(text: string, start: number): number {
  const pattern = text[start] === "'" ? /'[^']*(?:''[^']*)*'/y : /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : 0
}

/** Offset after the bracket that closes the one at `start`. */
function endOfFlow(text: string, start: number): number {
  const pattern = /'[^']*(?:''[^']*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[[\]{}]/g
  pattern.lastIndex = start
  let depth = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (/^[[{]$/.test(match[0])) depth += 1
    if (/^[\]}]$/.test(match[0])) depth -= 1
    if (depth === 0) return pattern.lastIndex
  }
  return text.length
}

function moveRight(text: string, { opened, from, to }: Span): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', opened) + 1, opened + 1)
  const pad = (/^[ ?-]*/.exec(line)?.[0].length ?? 0) + 1
  if (pad > widestPad) return undefined
  const least = ' '.repeat(pad)
  const moved = text.slice(from, to).replace(/\n([ \t]*)(?=\S)/g, (_, own: string) => `\n${own.length >= pad ? own : least}`)
  const result = text.slice(0, from) + moved + text.slice(to)
  return result === text ? undefined : result
}
