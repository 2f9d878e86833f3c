import { type Binding, bindingsOf } from './bindings.ts'
import { type CodeLine, logicalLines } from './logical-lines.ts'
import type { CodeToken } from './token.ts'

/** Where data goes in one file. */
export interface Flow {
  /** How near a token is to the data: taken from a name that holds it, in a line that handles it, or neither. */
  nearness(token: number): 'own' | 'line' | 'none'
}

/**
 * Follows data, roughly: from the tokens in `from` (strings of SQL, mostly) to the names that their line binds, into
 * functions that are called with them and out of those that return them, and so on to the lines that use those names.
 */
export function followData(tokens: readonly CodeToken[], source: string, from: ReadonlySet<number>): Flow {
  const lines = logicalLines(tokens, source)
  const bindings = lines.map((line) => bindingsOf(tokens, line))
  const functions = new Map(bindings.flatMap(({ defines }) => (defines === undefined ? [] : [[defines.name, defines.parameters] as const])))
  const state: State = { tokens, names: new Set(), handled: new Set(), functions, from }
  for (let round = 0; round < rounds; round += 1) {
    const known = state.names.size
    for (const [at, line] of lines.entries()) followLine(state, line, bindings[at] ?? { names: [] }, enclosing(lines, bindings, at))
    if (state.names.size === known) break
  }
  return { nearness: (token) => nearnessOf(state, token) }
}

const rounds = 4

interface State {
  tokens: readonly CodeToken[]
  /** Names that hold the data. */
  names: Set<string>
  handled: Set<number>
  functions: ReadonlyMap<string, readonly string[]>
  from: ReadonlySet<number>
}

function followLine(state: State, line: CodeLine, { names, defines }: Binding, within: string | undefined): void {
  const { tokens, from } = state
  const [first, behind] = line
  const places = Array.from({ length: behind - first }, (_, at) => first + at)
  const hasSource = places.some((at) => from.has(at))
  // A function is no data where it is defined, whatever it returns.
  if (!hasSource && (defines !== undefined || !places.some((at) => holdsData(state, at)))) return
  for (const name of names) state.names.add(name)
  for (const at of places) {
    state.handled.add(at)
    for (const parameter of parametersAt(state, at)) state.names.add(parameter)
  }
  const returns = tokens.slice(first, first + 3).some(({ value }) => value === 'return' || value === 'yield')
  if (returns && within !== undefined) state.names.add(within)
}

function holdsData({ tokens, names }: State, at: number): boolean {
  const token = tokens[at]
  return token?.kind === 'name' && names.has(token.value) && !isMember(tokens, at)
}

/** What a function that is called here calls what it is given. */
function parametersAt({ tokens, functions }: State, at: number): readonly string[] {
  const token = tokens[at]
  return token?.kind === 'name' && tokens[at + 1]?.value === '(' ? (functions.get(token.value) ?? []) : []
}

function isMember(tokens: readonly CodeToken[], at: number): boolean {
  const before = tokens[at - 1]
  return before?.kind === 'mark' && '.$@'.includes(before.value)
}

const mostLinesBack = 60

/** The function that a line stands in: the nearest one before it that is less deep or less indented. */
function enclosing(lines: readonly CodeLine[], bindings: readonly Binding[], at: number): string | undefined {
  const indent = lines[at]?.[2] ?? 0
  for (let before = at - 1; before >= Math.max(0, at - mostLinesBack); before -= 1) {
    const defines = bindings[before]?.defines
    if (defines !== undefined && (lines[before]?.[2] ?? 0) < indent) return defines.name
  }
  return undefined
}

function nearnessOf({ tokens, names, handled }: State, token: number): 'own' | 'line' | 'none' {
  const receiver = receiverOf(tokens, token)
  if (receiver !== undefined && names.has(receiver)) return 'own'
  if (!handled.has(token)) return 'none'
  return receiver === undefined ? 'own' : 'line'
}

const farthest = 24

/** The name that something is taken from: `row` in `row.x`, `row["x"]`, `row.get("x")`, `rows[0].x`. */
function receiverOf(tokens: readonly CodeToken[], token: number): string | undefined {
  let receiver: string | undefined
  for (let at = token - 1; at >= Math.max(0, token - farthest); at -= 1) {
    const part = tokens[at]
    if (part?.kind === 'name') {
      receiver = part.value
      if (!isMember(tokens, at)) return receiver
    } else if (part?.kind !== 'mark' || !leadsBack(part.value, receiver)) return receiver
    else if (part.value === ')' || part.value === ']') at = openerOf(tokens, at)
  }
  return receiver
}

/** Whether what stands before a mark belongs to the same expression: before a name only a dot or a closed bracket. */
function leadsBack(mark: string, receiver: string | undefined): boolean {
  return '.$@?)]'.includes(mark) || (receiver === undefined && '[('.includes(mark))
}

function openerOf(tokens: readonly CodeToken[], close: number): number {
  const depth = tokens[close]?.depth ?? 0
  for (let at = close - 1; at >= Math.max(0, close - 200); at -= 1) {
    const token = tokens[at]
    if (token?.depth === depth && token.kind === 'mark' && '[('.includes(token.value)) return at
  }
  return close
}
