/** One page of a list: `marker` is the index where it starts, as text; `next` is absent on the last page. */
export function pageOf<Item>(items: readonly Item[], marker: string | undefined, size: number): { page: Item[]; next?: string } {
  const start = Math.max(0, Number.parseInt(marker ?? '0', 10) || 0)
  const end = start + Math.max(1, size)
  return { page: items.slice(start, end), ...(end < items.length && { next: String(end) }) }
}
