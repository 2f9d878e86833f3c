import type { Engine } from '../engine.ts'
import type { ResourceRecord } from '../records.ts'

/** In express mode an operation is over when the service has taken the call, whatever comes to be behind it. */
const expressSeconds = 5

/** What AWS says of a resource that express mode did not wait for. */
export const expressReason = 'Resource operation completed using Express Mode. It may continue becoming available in the background'

/**
 * Waits as long as AWS would take, times the time scale. Resolves with the AWS seconds that express mode left out. Rejects
 * with the signal's reason.
 */
export async function waitSeconds(
  engine: Engine,
  { stackId, type }: { stackId: string; type: string },
  seconds: number,
  signal: AbortSignal,
): Promise<number> {
  const { world, stacks } = engine
  const waited = stacks.get(stackId).express && !isCustom(type) ? Math.min(seconds, expressSeconds) : seconds
  const ms = Math.round(waited * 1000 * world.timeScale)
  signal.throwIfAborted()
  if (ms > 0) await world.clock.sleep(ms, signal)
  return seconds - waited
}

/** Remembers until when a resource that express mode did not wait for becomes available in the background. */
export async function noteBackground(
  { world }: Engine,
  { type, physicalId }: Pick<ResourceRecord, 'type' | 'physicalId'>,
  secondsLeft: number,
): Promise<void> {
  const untilMs = world.clock.now().getTime() + secondsLeft * 1000 * world.timeScale
  if (secondsLeft > 0) await world.state.table<{ untilMs: number }>('becoming-available').put(`${type} ${physicalId}`, { untilMs })
}

/** Its code answers by itself, in express mode too. */
function isCustom(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || !type.startsWith('AWS::')
}
