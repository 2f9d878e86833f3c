export interface Node {
  readonly name: string
  /** Names of the nodes that come before; names of none are left out of account. */
  readonly needs: readonly string[]
}

/**
 * Runs `work` for every node, each the moment those that it needs are done; results in the order of `nodes`. After the
 * first failure `stop` is called with it, nothing new is started, what runs is waited for, and the failure is thrown.
 */
export async function runGraph<Item extends Node, Result>(
  nodes: readonly Item[],
  work: (node: Item) => Promise<Result>,
  stop: (reason: unknown) => void,
): Promise<Result[]> {
  const failures: unknown[] = []
  const started = new Map<string, Promise<Result>>()
  const start = (node: Item): Promise<Result> => {
    const known = started.get(node.name)
    if (known !== undefined) return known
    const needed = nodes.filter(({ name }) => node.needs.includes(name) && name !== node.name)
    const promise = Promise.resolve()
      .then(() => Promise.all(needed.map(start)))
      .then(() => (failures.length === 0 ? work(node) : Promise.reject(failures[0])))
    started.set(node.name, promise)
    promise.catch((error: unknown) => {
      if (failures.push(error) === 1) stop(error)
    })
    return promise
  }
  const settled = await Promise.allSettled(nodes.map(start))
  if (failures.length > 0) throw failures[0]
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

/** The length of the longest way that leads to each node: 0 for one that needs none. */
export function depthsOf(nodes: readonly Node[]): ReadonlyMap<string, number> {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const depths = new Map<string, number>()
  const depthOf = (name: string): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    depths.set(name, 0) // a circle ends here
    const needs = (byName.get(name)?.needs ?? []).filter((need) => byName.has(need))
    const depth = needs.length === 0 ? 0 : 1 + Math.max(...needs.map(depthOf))
    depths.set(name, depth)
    return depth
  }
  for (const { name } of nodes) depthOf(name)
  return depths
}
