import { Interrupted } from '../engine.ts'

/** How a piece of work on a graph ended: what failed, and what was never begun. */
export interface GraphOutcome {
  failed: Map<string, unknown>
  skipped: string[]
}

/**
 * Runs `work` for every id, each as soon as all that it waits for has succeeded. Where `cancels`, the first failure calls
 * off everything that runs, and nothing more is begun; otherwise only what waits for the failed one is left out. Rejects
 * with `Interrupted` when `signal` is aborted and all that ran has ended.
 */
export async function runGraph(
  dependencies: Readonly<Record<string, readonly string[]>>,
  work: (id: string, signal: AbortSignal) => Promise<void>,
  options: { signal: AbortSignal; cancels: boolean },
): Promise<GraphOutcome> {
  const failed = new Map<string, unknown>()
  const skipped: string[] = []
  const control = new AbortController()
  const signal = AbortSignal.any([options.signal, control.signal])
  const done = new Map<string, Promise<boolean>>()
  const run = async (id: string): Promise<boolean> => {
    const ready = await Promise.all((dependencies[id] ?? []).map((need) => done.get(need) ?? true))
    if (signal.aborted || !ready.every(Boolean)) {
      skipped.push(id)
      return false
    }
    try {
      await work(id, signal)
      return true
    } catch (error) {
      failed.set(id, error)
      if (options.cancels) control.abort(new Interrupted(false))
      return false
    }
  }
  for (const id of inOrder(dependencies)) done.set(id, run(id))
  await Promise.all(done.values())
  options.signal.throwIfAborted()
  return { failed, skipped }
}

/** The same graph with every edge turned round: what is deleted before what. */
export function reverse(dependencies: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const reversed = Object.fromEntries(Object.keys(dependencies).map((id): [string, string[]] => [id, []]))
  for (const [id, needs] of Object.entries(dependencies)) for (const need of needs) reversed[need]?.push(id)
  return reversed
}

/** Ids after all that they wait for. The graph has no cycles; ids that are not in it do not count. */
function inOrder(dependencies: Readonly<Record<string, readonly string[]>>): string[] {
  const order = new Set<string>()
  const visit = (id: string): void => {
    if (order.has(id)) return
    for (const need of dependencies[id] ?? []) if (Object.hasOwn(dependencies, need)) visit(need)
    order.add(id)
  }
  for (const id of Object.keys(dependencies)) visit(id)
  return [...order]
}
