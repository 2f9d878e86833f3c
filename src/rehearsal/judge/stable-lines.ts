/** What two prints of the same code have in common. */
export interface StableLines {
  /** The first line that another print has otherwise; undefined where it agrees in all that is stable. */
  differenceFrom(other: string): { line: number; before: string; after: string } | undefined
}

/**
 * What two runs of one program print the same, folders and how long things took aside: undefined where they agree in
 * nothing. A line that differs between the two is compared by the words that do not, and a time by the minute: runs that
 * begin together print the same second by luck.
 */
export function stableLines(first: string, second: string): StableLines | undefined {
  const [one, two] = [linesOf(first), linesOf(second)]
  if (one.length !== two.length) return undefined
  const patterns = one.map((line, at) => patternOf(line, two[at] ?? ''))
  if (!patterns.some((pattern) => pattern?.some((part) => part !== undefined && /\w/.test(part)))) return undefined
  return { differenceFrom: (other) => firstDifference(one, patterns, linesOf(other)) }
}

/** The parts of a line; undefined for one that varies. Undefined as a whole where the lines have nothing to do with one another. */
type Pattern = readonly (string | undefined)[] | undefined

function patternOf(one: string, two: string): Pattern {
  const [left, right] = [partsOf(one), partsOf(two)]
  if (left.length !== right.length) return undefined
  return left.map((part, at) => (part === right[at] || isSameMoment(part, right[at] ?? '') ? part : undefined))
}

function firstDifference(
  lines: readonly string[],
  patterns: readonly Pattern[],
  other: readonly string[],
): { line: number; before: string; after: string } | undefined {
  for (let at = 0; at < Math.max(lines.length, other.length); at += 1) {
    const [before = '', after = ''] = [lines[at], other[at]]
    const fits = at < lines.length && at < other.length && agrees(patterns[at], after)
    if (!fits) return { line: at + 1, before, after }
  }
  return undefined
}

function agrees(pattern: Pattern, line: string): boolean {
  if (pattern === undefined) return true
  const parts = partsOf(line)
  return (
    parts.length === pattern.length &&
    pattern.every((part, at) => part === undefined || part === parts[at] || isSameMoment(part, parts[at] ?? ''))
  )
}

function linesOf(text: string): string[] {
  return withoutCircumstances(text).trimEnd().split(/\r?\n/)
}

const moment = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?|\d{1,2}:\d\d:\d\d(?:[.,]\d+)?/
const part = new RegExp(String.raw`${moment.source}|\d+(?:[.,]\d+)*(?![\p{L}\d_])|[\p{L}\d_]+|\s+|[^\p{L}\d\s]`, 'gu')

function partsOf(line: string): string[] {
  return line.match(part) ?? []
}

const closeMs = 120_000

/** Both say when they ran. What a change does to times in the data is seldom so small. */
function isSameMoment(one: string, other: string): boolean {
  if (!one.includes(':') || !moment.test(one) || !moment.test(other)) return false
  return Math.abs(momentOf(one) - momentOf(other)) <= closeMs
}

function momentOf(text: string): number {
  const dated = /^\d{4}/.test(text) ? text : `1970-01-01T${text.padStart(text.indexOf(':') === 1 ? text.length + 1 : 0, '0')}`
  return Date.parse(`${dated.replace(' ', 'T').replace(',', '.')}Z`)
}

/** Where the code lies, and how long it says that it took. */
function withoutCircumstances(text: string): string {
  return text
    .replace(/(?:\/[\w.@+-]+)+\//g, '/')
    .replace(/\b(took|after|elapsed|duration|time|in)([: =]+)\d+(?:[.,]\d+)?( ?(?:ms|s|secs?|seconds?|m|min|minutes?))\b/gi, '$1$2…$3')
    .replace(/(?<![\w.])\d+(?:[.,]\d+)? ?(?:ms|µs|ns)\b/g, '…')
}
