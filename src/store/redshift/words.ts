import { readTokens } from '../sql/tokens.ts'

/** A token that says something: no space, no comment. */
export interface Word {
  /** In upper case where it is a word or a symbol; empty for strings and quoted names, which are never looked into. */
  text: string
  kind: 'word' | 'name' | 'symbol' | 'value'
  start: number
  end: number
  /** How many brackets are open around it; a bracket itself counts as outside. */
  depth: number
}

/** A piece of the text that becomes another. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** Cuts a statement into what the rewriting rules look at. */
export function readWords(sql: string): Word[] {
  const words: Word[] = []
  let depth = 0
  for (const { kind, start, end } of readTokens(sql)) {
    if (kind === 'space' || kind === 'comment') continue
    const text = sql.slice(start, end)
    if (text === ')') depth -= 1
    words.push({ text: kind === 'word' || kind === 'symbol' ? text.toUpperCase() : '', kind: kindOf(kind), start, end, depth })
    if (text === '(') depth += 1
  }
  return words
}

function kindOf(kind: string): Word['kind'] {
  if (kind === 'word' || kind === 'symbol') return kind
  return kind === 'quoted' ? 'name' : 'value'
}

/** Whether the words from `at` on are these. */
export function follows(words: readonly Word[], at: number, ...texts: readonly string[]): boolean {
  return texts.every((text, place) => words[at + place]?.text === text)
}

/** The place of the bracket that closes the one at `open`; the last word where none does. */
export function closing(words: readonly Word[], open: number): number {
  const depth = words[open]?.depth
  const at = words.findIndex((word, place) => place > open && word.text === ')' && word.depth === depth)
  return at === -1 ? words.length - 1 : at
}

/** An edit that takes out the words of two places and all between them. */
export function removal(words: readonly Word[], from: number, to: number): Edit {
  return { start: words[from]?.start ?? 0, end: words[to]?.end ?? 0, text: '' }
}

/** The text after all edits; lines keep their numbers. Of edits that overlap, the first one counts. */
export function applyEdits(sql: string, edits: readonly Edit[]): string {
  let result = ''
  let done = 0
  for (const { start, end, text } of [...edits].sort((one, other) => one.start - other.start)) {
    if (start < done) continue
    const lines = sql.slice(start, end).split('\n').length - text.split('\n').length
    result += sql.slice(done, start) + text + '\n'.repeat(Math.max(0, lines))
    done = end
  }
  return result + sql.slice(done)
}
