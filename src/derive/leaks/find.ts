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
  if (finds.length < 2) return finds.filter((find) => find.meaning !== undefined)
  const taken = new Uint8Array(finds.reduce((most, find) => Math.max(most, endOf(find)), 0))
  const seen = new Set<string>()
  return finds.filter((find) => {
    if (find.meaning !== undefined && seen.has(find.found)) return false
    if (taken.subarray(find.at, endOf(find)).includes(1)) return false
    taken.fill(1, find.at, endOf(find))
    if (find.meaning !== undefined) seen.add(find.found)
    return find.meaning !== undefined
  })
}

function endOf({ at, found }: Find): number {
  return at + found.length
}
