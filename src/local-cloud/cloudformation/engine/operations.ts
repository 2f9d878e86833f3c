import { Interrupted, type Operations } from '../engine.ts'

/** Keeps the operations that run. `onCrash` hears of an error that is none of an operation's own. */
export function createOperations(onCrash: (stackId: string, error: unknown) => void): Operations {
  const running = new Map<string, { control: AbortController; done: Promise<void> }>()
  let hasEnded = false
  return {
    start(stackId, work) {
      if (hasEnded) return
      const before = running.get(stackId)
      before?.control.abort(new Interrupted(false))
      const control = new AbortController()
      const done = (before?.done ?? Promise.resolve())
        .then(() => work(control.signal))
        .catch((error: unknown) => (error instanceof Interrupted ? undefined : onCrash(stackId, error)))
        .finally(() => running.get(stackId)?.control === control && running.delete(stackId))
      running.set(stackId, { control, done })
    },
    settled: async (stackId) => running.get(stackId)?.done,
    async stop() {
      hasEnded = true
      for (const { control } of running.values()) control.abort(new Interrupted(true))
      await Promise.all([...running.values()].map(({ done }) => done))
    },
  }
}
