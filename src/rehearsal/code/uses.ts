import type { Language } from './language.ts'
import type { CodeToken } from './token.ts'

/**
 * How code uses a name. `access`: taken from a row or frame (`$x`, `.x`, `["x"]`, destructured). `text`: a string that is
 * the name. `argument`: a bare name where R looks in a frame first. `partial`: `$te`, which R completes. `key`: the name
 * of an argument or property. `symbol`: a name by itself. `clause`: a word of a string that calculates or is a part of SQL.
 * `word`: a word of any other string.
 */
export type UseForm = 'access' | 'text' | 'argument' | 'partial' | 'key' | 'symbol' | 'clause' | 'word'

export interface Use {
  form: UseForm
  /** Where it stands in the file. */
  at: number
  /** As the code writes it. */
  written: string
  /** Index of its token. */
  token: number
}

/** Every use of every name in a file, by the name in lower case. */
export function findUses(tokens: readonly CodeToken[], language: Language): Map<string, Use[]> {
  const uses = new Map<string, Use[]>()
  const add = (name: string, use: Use): void => {
    const key = name.toLowerCase()
    const known = uses.get(key)
    if (known === undefined) uses.set(key, [use])
    else known.push(use)
  }
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'name')
      add(token.value, { form: formOfName(tokens, at, language), at: token.start, written: token.value, token: at })
    if (token.kind === 'text') for (const use of usesInText(token, tokens[at - 1], at)) add(use.written, use)
  }
  return uses
}

const word = /[\p{L}_][\p{L}\p{N}_$]*/gu

/** `score > 50`, `WHERE score`, `a, score` */
const clause = /[<>=(),*]|^\s*(?:where|and|or|order by|group by|having|join|left|inner|on|from|set|returning)\s/i

function usesInText(token: CodeToken, before: CodeToken | undefined, at: number): Use[] {
  const whole = token.value.trim()
  const isName = /^[\p{L}_][\p{L}\p{N}_$. -]{0,62}$/u.test(whole) && !whole.includes('..')
  const uses: Use[] = []
  const other = clause.test(token.value) ? 'clause' : 'word'
  for (const match of token.value.matchAll(word)) {
    const start = token.start + match.index
    const isWhole = match[0] === whole || (isName && whole.endsWith(`.${match[0]}`) && !whole.includes(' '))
    const form = !isWhole ? other : before?.value === '[' ? 'access' : 'text'
    uses.push({ form, at: start, written: match[0], token: at })
  }
  if (isName && whole.includes(' ')) uses.push({ form: 'text', at: token.start, written: whole, token: at })
  return uses
}

function formOfName(tokens: readonly CodeToken[], at: number, language: Language): UseForm {
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  if (language === 'r') return formInR(tokens, at, before, after)
  if (before?.value === '.' && before.kind === 'mark') return after?.value === '(' ? 'symbol' : 'access'
  if (language === 'javascript') return formInJavaScript(tokens, at, before, after)
  const isKey = after?.value === '=' && tokens[at + 2]?.value !== '=' && before !== undefined && '(,'.includes(before.value)
  return isKey && tokens[at]?.within === '(' ? 'key' : 'symbol'
}

/** `{ score }`, `{ score: x } =`, `({ score }) =>`: a pattern or a property. */
function formInJavaScript(tokens: readonly CodeToken[], at: number, before: CodeToken | undefined, after: CodeToken | undefined): UseForm {
  if (tokens[at]?.within !== '{' || before === undefined || !'{,'.includes(before.value)) return 'symbol'
  if (after?.value === ':') return isPattern(tokens, at) ? 'access' : 'key'
  if (after === undefined || !',}='.includes(after.value)) return 'symbol'
  return isPattern(tokens, at) ? 'access' : 'key'
}

const longestPattern = 400

/** Whether the bracket around the token is closed before `=`, `=>`, `of` or `in`: it takes apart, and does not make. */
function isPattern(tokens: readonly CodeToken[], at: number): boolean {
  const depth = tokens[at]?.depth ?? 0
  for (let next = at + 1; next < Math.min(tokens.length, at + longestPattern); next += 1) {
    const token = tokens[next]
    if (token === undefined || token.depth >= depth) continue
    const after = tokens.slice(next + 1, next + 4).map(({ value }) => value)
    if (after[0] === '=' && after[1] !== '=') return true
    if (after[0] === 'of' || after[0] === 'in' || after[0] === ':') return true
    return after[0] === ')' && ((after[1] === '=' && after[2] === '>') || after[1] === '{')
  }
  return false
}

function formInR(tokens: readonly CodeToken[], at: number, before: CodeToken | undefined, after: CodeToken | undefined): UseForm {
  if (before?.kind === 'mark' && '$@'.includes(before.value)) return 'access'
  if (after?.value === '(') return 'symbol'
  const token = tokens[at]
  const isNamed = after?.value === '=' && tokens[at + 2]?.value !== '=' && before !== undefined && '(,'.includes(before.value)
  if (isNamed) return 'key'
  const isBracketed = token !== undefined && (token.within === '(' || token.within === '[')
  return isBracketed || after?.value === '~' || before?.value === '~' ? 'argument' : 'symbol'
}
