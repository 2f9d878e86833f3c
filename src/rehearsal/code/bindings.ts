import type { CodeLine } from './logical-lines.ts'
import type { CodeToken } from './token.ts'

/** What one line gives names to. */
export interface Binding {
  /** Variables, loop variables and arguments of functions without a name. */
  names: readonly string[]
  /** The function that it defines. */
  defines?: { name: string; parameters: readonly string[] }
}

const longest = 12
const keywords =
  /^(?:const|let|var|await|async|return|function|lambda|if|for|while|with|as|in|of|def|not|and|or|else|try|self|this|export|default)$/
const collecting = /^(?:push|append|extend|add|unshift|concat|update|insert)$/

/** Before `=` or `<-`, after `for`, before `=>`, after `lambda`, `function(` and `as`; and what data is pushed to. */
export function bindingsOf(tokens: readonly CodeToken[], [first, behind]: CodeLine): Binding {
  const line = tokens.slice(first, behind)
  const defines = definitionIn(line)
  const bound = line.flatMap((_, at) =>
    boundAt(line, at).flatMap(({ kind, value }) => (kind === 'name' && !keywords.test(value) ? [value] : [])),
  )
  const names = defines === undefined ? bound : bound.filter((name) => name !== defines.name && !defines.parameters.includes(name))
  return defines === undefined ? { names } : { names, defines }
}

/** `function f(a, b) {`, `def f(a, b):`, `f <- function(a, b) {`, `const f = (a, b) => {`. */
function definitionIn(line: readonly CodeToken[]): Binding['defines'] {
  const word = line.findIndex(({ value, kind }, at) => at < 4 && kind === 'name' && (value === 'def' || value === 'function'))
  if (word !== -1 && line[word + 1]?.kind === 'name') return named(line[word + 1], namesBehind(line, word + 2))
  const at = line.findIndex(({ value }, index) => index < 5 && (value === '=' || value === '<'))
  if (at < 1) return undefined
  const open = line.findIndex(({ value }, index) => index > at && index < at + 5 && value === '(')
  const close = open === -1 ? -1 : line.findIndex(({ value, depth }, index) => index > open && value === ')' && depth === line[open]?.depth)
  if (close === -1) return undefined
  const isFunction = line[open - 1]?.value === 'function'
  const isArrow = line[close + 1]?.value === '=' && line[close + 2]?.value === '>' && (open === at + 1 || line[open - 1]?.value === 'async')
  return isFunction || isArrow ? named(line[at - 1], namesBehind(line, open)) : undefined
}

function named(token: CodeToken | undefined, parameters: readonly string[]): Binding['defines'] {
  return token?.kind === 'name' ? { name: token.value, parameters } : undefined
}

function namesBehind(line: readonly CodeToken[], open: number): string[] {
  const depth = line[open]?.depth ?? 0
  const end = line.findIndex((token, at) => at > open && token.depth <= depth)
  const inside = line.slice(open + 1, end === -1 ? open + 1 + longest : end)
  return inside.flatMap(({ kind, value }) => (kind === 'name' ? [value] : []))
}

/** The tokens that are bound by the token at a place of the line, if it binds. */
function boundAt(line: readonly CodeToken[], at: number): readonly CodeToken[] {
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
  if (word === 'as') return behindWord(line, at, ({ kind }) => kind !== 'name')
  const isCollector = collecting.test(word) && line[at - 1]?.value === '.' && line[at + 1]?.value === '('
  return isCollector ? line.slice(at - 2, at - 1) : []
}

function before(line: readonly CodeToken[], at: number, stop: (token: CodeToken) => boolean): readonly CodeToken[] {
  const near = line.slice(Math.max(0, at - longest), at)
  return near.slice(near.findLastIndex(stop) + 1)
}

function behindWord(line: readonly CodeToken[], at: number, stop: (token: CodeToken) => boolean): readonly CodeToken[] {
  const near = line.slice(at + 1, at + 1 + longest)
  const end = near.findIndex(stop)
  return end === -1 ? near : near.slice(0, end)
}
