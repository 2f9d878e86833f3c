import { createHash } from 'node:crypto'
import { readTokens } from './tokens.ts'

const textLimit = 4_000

/**
 * A statement without its literals, comments and layout: `?` for each literal, `$n` as it was, lists of literals as
 * one. The text is for people, cut at 4,000 characters; equal fingerprints mean equal statements but for literals.
 */
export function fingerprintStatement(sql: string): { fingerprint: string; text: string } {
  let text = ''
  for (const token of readTokens(sql)) {
    if (token.kind === 'space' || token.kind === 'comment') {
      if (!text.endsWith(' ')) text += ' '
    } else {
      text += token.kind === 'string' || token.kind === 'number' ? '?' : sql.slice(token.start, token.end)
    }
  }
  const stripped = foldLists(text.trim())
  const fingerprint = createHash('sha256').update(stripped.toLowerCase()).digest('hex').slice(0, 16)
  return { fingerprint, text: stripped.length > textLimit ? `${stripped.slice(0, textLimit)}…` : stripped }
}

/** `(?, ?, ?), (?, ?, ?)` → `(?)`: the number of values in a list says nothing about the statement. */
function foldLists(text: string): string {
  return text.replace(/(?:[-+] ?)?\?(?: ?, ?(?:[-+] ?)?\?)+/g, '?').replace(/\( ?\? ?\)(?: ?, ?\( ?\? ?\))+/g, '(?)')
}
