import { indexOfName, wordsOf } from '../names/identify.ts'

/** Where one of the known texts stands in a text, as a whole word. */
export interface Match<Known> {
  at: number
  known: Known
}

/** Finds known texts in a text: those that do not overlap, longer ones before shorter ones, in the order in which they stand. */
export type TextIndex<Known> = (text: string) => Match<Known>[]

/** An index over known texts. A text is only held against those whose rarest word it has. */
export function indexTexts<Known extends { text: string }>(knowns: readonly Known[]): TextIndex<Known> {
  const byWord = groupByRarestWord(knowns)
  return (text) => {
    if (byWord.size === 0) return []
    const candidates = [...new Set(wordsOf(text))].flatMap((word) => byWord.get(word) ?? [])
    if (candidates.length === 0) return []
    return withoutOverlaps(text, candidates.sort(longerFirst))
  }
}

function groupByRarestWord<Known extends { text: string }>(knowns: readonly Known[]): Map<string, Known[]> {
  const counts = new Map<string, number>()
  const words = knowns.map((known) => [...new Set(wordsOf(known.text))])
  for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1)
  const groups = new Map<string, Known[]>()
  knowns.forEach((known, index) => {
    const rarest = (words[index] ?? []).reduce<string | undefined>((best, word) => rarer(word, best, counts), undefined)
    if (rarest === undefined) return
    const group = groups.get(rarest)
    if (group === undefined) groups.set(rarest, [known])
    else group.push(known)
  })
  return groups
}

function rarer(word: string, best: string | undefined, counts: ReadonlyMap<string, number>): string {
  if (best === undefined) return word
  const difference = (counts.get(word) ?? 0) - (counts.get(best) ?? 0)
  return difference < 0 || (difference === 0 && word.length > best.length) ? word : best
}

function longerFirst(one: { text: string }, other: { text: string }): number {
  return other.text.length - one.text.length
}

function withoutOverlaps<Known extends { text: string }>(text: string, candidates: readonly Known[]): Match<Known>[] {
  const found: Match<Known>[] = []
  for (const known of candidates) {
    const { length } = known.text
    for (let at = indexOfName(text, known.text); at >= 0; at = indexOfName(text, known.text, at + length)) {
      const isTaken = found.some((other) => at < other.at + other.known.text.length && other.at < at + length)
      if (!isTaken) found.push({ at, known })
    }
  }
  return found.sort((one, other) => one.at - other.at)
}
