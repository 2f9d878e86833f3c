/** The names on one cycle of a dependency graph, in the order of the graph; undefined where there is none. */
export function findCycle(dependencies: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const left = new Map(Object.entries(dependencies))
  for (let size = -1; size !== left.size; ) {
    size = left.size
    for (const [id, needs] of left) if (!needs.some((need) => left.has(need))) left.delete(id)
  }
  const [start] = left.keys()
  return start === undefined ? undefined : walk(start, left)
}

/** Everything that is left leads to a cycle, so walking on comes back to where it has been. */
function walk(start: string, left: ReadonlyMap<string, readonly string[]>): string[] {
  const path: string[] = []
  let at = start
  while (!path.includes(at)) {
    path.push(at)
    at = left.get(at)?.find((need) => left.has(need)) ?? at
  }
  return path.slice(path.indexOf(at)).sort()
}
