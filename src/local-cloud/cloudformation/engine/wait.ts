import type { Engine } from '../engine.ts'

/** Express mode answers before a resource has settled; that is about a fifth of the time. */
const expressShare = 0.2

/** Waits as long as AWS would take, times the time scale. Rejects with the signal's reason. */
export async function waitSeconds(engine: Engine, stackId: string, seconds: number, signal: AbortSignal): Promise<void> {
  const { world, stacks } = engine
  const share = stacks.get(stackId).express ? expressShare : 1
  const ms = Math.round(seconds * 1000 * world.timeScale * share)
  signal.throwIfAborted()
  if (ms > 0) await world.clock.sleep(ms, signal)
}
