/** What is paired: by a number that survives renames, else by name. */
export interface Numbered {
  oid: number
}

/**
 * Pairs what two catalogs of one origin hold. The number decides, but where something new has taken over the name (a
 * table made again, a column replaced by a better one), the name does: that is what readers get.
 */
export function pairUp<Item extends Numbered>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): { pairs: Map<Item, Item>; dropped: Item[]; added: Item[] } {
  const old = new Set(before.map(({ oid }) => oid))
  const byNumber = new Map(after.map((item) => [item.oid, item]))
  const fresh = new Map(after.filter(({ oid }) => !old.has(oid)).map((item) => [nameOf(item), item]))
  const pairs = new Map<Item, Item>()
  for (const item of before) {
    const now = fresh.get(nameOf(item)) ?? byNumber.get(item.oid)
    if (now !== undefined) pairs.set(item, now)
  }
  return { pairs, ...leftOver(before, after, pairs) }
}

/** Pairs what is left over where `keyOf` finds exactly one on both sides. */
export function pairLeftOver<Item extends Numbered>(
  found: { pairs: Map<Item, Item>; dropped: readonly Item[]; added: readonly Item[] },
  keyOf: (item: Item) => string,
): { pairs: Map<Item, Item>; dropped: Item[]; added: Item[] } {
  const pairs = new Map(found.pairs)
  for (const item of found.dropped) {
    const key = keyOf(item)
    const candidates = found.added.filter((other) => keyOf(other) === key)
    const rivals = found.dropped.filter((other) => keyOf(other) === key)
    const [only] = candidates
    if (only !== undefined && candidates.length === 1 && rivals.length === 1) pairs.set(item, only)
  }
  const taken = new Set(pairs.values())
  return { pairs, dropped: found.dropped.filter((item) => !pairs.has(item)), added: found.added.filter((item) => !taken.has(item)) }
}

function leftOver<Item>(
  before: readonly Item[],
  after: readonly Item[],
  pairs: ReadonlyMap<Item, Item>,
): { dropped: Item[]; added: Item[] } {
  const taken = new Set(pairs.values())
  return { dropped: before.filter((item) => !pairs.has(item)), added: after.filter((item) => !taken.has(item)) }
}
