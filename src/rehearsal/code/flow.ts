import type { CodeToken } from './token.ts'

/**
 * Where data goes, roughly: from the tokens in `from` (strings of SQL, mostly) to the names that their line binds, on to
 * the lines that use those names, and so on. Returns the indexes of the tokens in lines that handle the data.
 */
export function followData(tokens: readonly CodeToken[], source: string, from: ReadonlySet<number>): Set<number> {
  const lines = logicalLines(tokens, source)
  const names = new Set<string>()
  const handled = new Set<number>()
  for (let round = 0; round < rounds; round += 1) {
    const known = names.size
    for (const line of lines) followLine(tokens, line, from, names, handled)
    if (names.size === known) break
  }
  return handled
}

const rounds = 3

/** From the first token to the one behind the last. */
type Line = readonly [first: number, behind: number]

/** Lines as people read them: one that is open in `(` or `[`, or that ends or begins with an operator, goes on. */
function logicalLines(tokens: readonly CodeToken[], source: string): Line[] {
  const lines: Line[] = []
  let first = 0
  for (let at = 1; at <= tokens.length; at += 1) {
    const [before, token] = [tokens[at - 1], tokens[at]]
    if (before === undefined || (token !== undefined && !breaks(before, token, source))) continue
    lines.push([first, at])
    first = at
  }
  return lines
}

const operators = '+-*/.,|&~<>=%?:\\'

function breaks(before: CodeToken, token: CodeToken, source: string): boolean {
  if (token.within === '(' || token.within === '[') return false
  if (before.kind === 'mark' && before.value === ';') return true
  if (!source.slice(before.start + before.value.length, token.start).includes('\n')) return false
  if (token.kind === 'mark' && '.|+?&%,:'.includes(token.value)) return false
  return !(before.kind === 'mark' && operators.includes(before.value) && before.value !== ':')
}

function followLine(
  tokens: readonly CodeToken[],
  [first, behind]: Line,
  from: ReadonlySet<number>,
  names: Set<string>,
  handled: Set<number>,
): void {
  let carries = false
  for (let at = first; at < behind && !carries; at += 1) {
    const token = tokens[at]
    carries = from.has(at) || (token?.kind === 'name' && names.has(token.value) && tokens[at - 1]?.value !== '.')
  }
  if (!carries) return
  for (let at = first; at < behind; at += 1) handled.add(at)
  for (const name of boundNames(tokens, first, behind)) names.add(name)
}

const longestBinding = 12
const keywords = /^(?:const|let|var|await|async|return|function|lambda|if|for|while|with|as|in|of|def|not|and|or|else|try|self|this)$/

/** What the line gives a name to: before `=` or `<-`, after `for`, before `=>`, after `lambda` and `function(`, after `as`. */
function boundNames(tokens: readonly CodeToken[], first: number, behind: number): string[] {
  const line = tokens.slice(first, behind)
  return line.flatMap((_, at) =>
    bindingAt(line, at).flatMap(({ kind, value }) => (kind === 'name' && !keywords.test(value) ? [value] : [])),
  )
}

/** The tokens that are bound by the token at a place of the line, if it binds. */
function bindingAt(line: readonly CodeToken[], at: number): readonly CodeToken[] {
  const [token, next] = [line[at], line[at + 1]?.value]
  if (token?.kind === 'name') return boundByWord(line, at, token.value)
  if (token?.value === '<' && next === '-') return before(line, at, () => false)
  if (token?.value !== '=' || next === '=') return []
  if (next === '>') return before(line, at, ({ value }) => value === '=' || (value === '(' && line[at - 1]?.value !== ')'))
  if (token.depth !== line[0]?.depth || '=!<>'.includes(line[at - 1]?.value ?? '')) return []
  return before(line, at, ({ value }) => value === '=')
}

function boundByWord(line: readonly CodeToken[], at: number, word: string): readonly CodeToken[] {
  if (word === 'for') return behindWord(line, at, ({ value }) => value === 'in' || value === 'of')
  if (word === 'lambda') return behindWord(line, at, ({ value }) => value === ':')
  if (word === 'function') return behindWord(line, at + 1, ({ value }) => value === ')')
  return word === 'as' ? behindWord(line, at, ({ kind }) => kind !== 'name') : []
}

function before(line: readonly CodeToken[], at: number, stop: (token: CodeToken) => boolean): readonly CodeToken[] {
  const near = line.slice(Math.max(0, at - longestBinding), at)
  return near.slice(near.findLastIndex(stop) + 1)
}

function behindWord(line: readonly CodeToken[], at: number, stop: (token: CodeToken) => boolean): readonly CodeToken[] {
  const near = line.slice(at + 1, at + 1 + longestBinding)
  const end = near.findIndex(stop)
  return end === -1 ? near : near.slice(0, end)
}
