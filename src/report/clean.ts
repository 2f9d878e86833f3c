/** Characters that would move a cursor, end a line or turn the direction of a text: never part of what we show. */
const unsafe = /(?!\n)[\p{Control}\p{Surrogate}\p{Noncharacter_Code_Point}\p{Bidi_Control}\u2028\u2029\ufeff]/gu
/** Terminal escape sequences: colours, cursor movement, titles and links. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const escapeSequence = /\u001b(?:\[[0-9;:<=>?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[@-Z\\-_])/g

/** One line of safe text of at most `limit` characters: whitespace becomes a space, what is cut becomes `…`. */
export function cleanLine(text: string, limit = 300): string {
  const start = text.length > limit * 4 ? text.slice(0, limit * 4) : text
  const line = cleanText(start).replace(/\s+/g, ' ').trim()
  return shorten(line, limit)
}

/** Safe text that keeps its line breaks and tabs as spaces; characters that cannot be shown are left out. */
export function cleanText(text: string): string {
  return text.replace(escapeSequence, '').replace(/\r\n?/g, '\n').replace(/\t/g, '    ').replace(unsafe, '')
}

/**
 * The lines of a program's output worth reading first: from the first one that tells of an error on, or else the last
 * ones. At most `count` lines of 200 characters; of a long output only the last 64 Ki characters are looked at.
 */
export function failingLines(output: string, count = 20): string[] {
  const lines = cleanText(output.slice(-65_536))
    .split('\n')
    .map((line) => shorten(line.trimEnd(), 200))
    .filter((line) => line !== '')
  const first = lines.findIndex((line) => /\b(?:error|exception|traceback|fatal|failed|failure|panic)\b/i.test(line))
  const from = first === -1 ? Math.max(0, lines.length - count) : Math.max(0, first - 2)
  return lines.slice(from, from + count)
}

/** `text`, or its first `limit - 1` characters and `…`; never half a surrogate pair. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1
  return `${text.slice(0, end)}…`
}
