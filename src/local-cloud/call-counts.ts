/** How often each operation was called, refused calls too. */
export interface CallCounts {
  count(operation: string): void
  counts(): Record<string, number>
  reset(): void
}

export function createCallCounts(): CallCounts {
  const counts = new Map<string, number>()
  return {
    count: (operation) => counts.set(operation, (counts.get(operation) ?? 0) + 1),
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    reset: () => counts.clear(),
  }
}
