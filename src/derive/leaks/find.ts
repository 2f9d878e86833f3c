/** One string found in a text that leads out of the plan, or one that was looked at and stays inside (`meaning` undefined). */
export interface Find {
  at: number
  found: string
  meaning: string | undefined
}

/** Whether a name holds the replica's id as a word of its own, so that it is no longer production's. */
export type IsReplicas = (name: string) => boolean

/** Of overlapping finds the earlier in the list; what stays inside the plan hides what lies within it. */
export function withoutOverlaps(finds: readonly Find[]): Find[] {
  const kept: Find[] = []
  const seen = new Set<string>()
  for (const find of finds) {
    if (find.meaning !== undefined && seen.has(find.found)) continue
    const end = find.at + find.found.length
    if (kept.some((other) => find.at < other.at + other.found.length && other.at < end)) continue
    kept.push(find)
    seen.add(find.found)
  }
  return kept.filter((find) => find.meaning !== undefined)
}
