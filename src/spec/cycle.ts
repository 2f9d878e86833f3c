/** A circle in a graph of names (`a` needs `b` needs `a`), as a path whose ends are the same; undefined where there is none. */
export function findCycle(needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  for (const start of needs.keys()) {
    const found = follow(start, needs, [], done)
    if (found !== undefined) return found
  }
  return undefined
}

function follow(name: string, needs: ReadonlyMap<string, readonly string[]>, path: string[], done: Set<string>): string[] | undefined {
  if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
  if (done.has(name)) return undefined
  for (const next of needs.get(name) ?? []) {
    const found = follow(next, needs, [...path, name], done)
    if (found !== undefined) return found
  }
  done.add(name)
  return undefined
}
