import type { StackEvent } from '../../ports/stacks.ts'
import type { Instant } from './instants.ts'
import type { Guess } from './tempo.ts'

/** Resources of one type that were begun together, and will be done at about the same time. Instants are of the cloud's clock. */
export interface Batch {
  type: string
  usualSeconds: number
  begunMs: number
  open: Set<string>
  endedMs: number[]
}

/** So close together, what is begun is of one batch. */
const togetherMs = 300

/** Puts a resource that has just been begun into a batch of its own kind. */
export function addToBatch(batches: Batch[], { logicalId, type, at }: StackEvent, usualSeconds: number): void {
  const begunMs = at.getTime()
  const found = batches.find((batch) => batch.type === type && Math.abs(batch.begunMs - begunMs) < togetherMs)
  if (found !== undefined) found.open.add(logicalId)
  else batches.push({ type, usualSeconds, begunMs, open: new Set([logicalId]), endedMs: [] })
}

/** When the next of a batch is expected to be done; with `isWhole`, the last. On the cloud's clock. */
export function instantOf(batch: Batch, guess: Guess, isWhole: boolean): Instant {
  const firstMs = batch.endedMs[0]
  if (firstMs === undefined) return { fromMs: batch.begunMs, medianMs: guess.seconds * 1000, spread: guess.spread, weight: 1 }
  // One by one, about as far from one another as those before.
  const lastMs = batch.endedMs.at(-1) ?? firstMs
  const stepMs = (lastMs - firstMs) / Math.max(1, batch.endedMs.length - 1)
  const medianMs = Math.max(stepMs * (isWhole ? batch.open.size : 1), shortestStepMs)
  return { fromMs: lastMs - leadMs, medianMs: leadMs + medianMs, spread: stepSpread, weight: 1 }
}

const shortestStepMs = 200
const leadMs = 300
const stepSpread = 0.5
