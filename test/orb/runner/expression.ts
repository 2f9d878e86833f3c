import type { Value } from '../../../scripts/orb/types.ts'
import type { Scope } from './scope.ts'

const token = /\s*(==|!=|=~|[()]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/(?:[^/\\]|\\.)*\/|[\w.-]+)/y

/** Whether an expression such as `pipeline.git.branch == "main" and not pipeline.git.tag` holds. Throws where it is none. */
export function holdsExpression(text: string, scope: Scope): boolean {
  const reader = createReader(tokensOf(text), scope)
  const value = Boolean(reader.either())
  if (!reader.isAtEnd()) throw new Error(`the expression cannot be read: ${text}`)
  return value
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  while (text.slice(token.lastIndex).trim() !== '') {
    const found = token.exec(text)?.[1]
    if (found === undefined) throw new Error(`the expression cannot be read: ${text}`)
    tokens.push(found)
  }
  return tokens
}

interface Reader {
  either(): Value
  isAtEnd(): boolean
}

/** By rank: or, and, not, a comparison, a value. */
function createReader(tokens: readonly string[], scope: Scope): Reader {
  let at = 0
  const take = (word: string): boolean => {
    if (tokens[at] !== word) return false
    at += 1
    return true
  }
  const value = (): Value => {
    if (!take('(')) return literal(tokens[at++], scope)
    const inner = either()
    if (!take(')')) throw new Error('the expression lacks a closing parenthesis')
    return inner
  }
  const comparison = (): Value => {
    const left = value()
    if (take('==')) return left === value()
    if (take('!=')) return left !== value()
    if (take('=~')) return new RegExp(String(value()), 'u').test(String(left))
    if (take('starts-with')) return String(left).startsWith(String(value()))
    return left
  }
  const negation = (): Value => (take('not') ? !negation() : comparison())
  const both = (): Value => {
    let result = negation()
    while (take('and')) result = [negation(), result].every(Boolean)
    return result
  }
  const either = (): Value => {
    let result = both()
    while (take('or')) result = [both(), result].some(Boolean)
    return result
  }
  return { either, isAtEnd: () => at === tokens.length }
}

function literal(word: string | undefined, scope: Scope): Value {
  if (word === undefined) throw new Error('the expression ends too early')
  if (/^["'/]/.test(word)) return word.slice(1, -1).replace(/\\(["'/])/g, '$1')
  if (word === 'true' || word === 'false') return word === 'true'
  if (/^-?\d+$/.test(word)) return Number(word)
  // A value that this pipeline does not have, such as the tag of a branch's, is empty.
  return scope[word] ?? ''
}
