import { createHash } from 'node:crypto'
import type { Clock } from '../../ports/clock.ts'
import type { Fault, Faults } from '../types.ts'
import { calm, type FaultSettings } from './settings.ts'

/** The faults of one local cloud; nothing goes wrong until `replace` says so. */
export function createFaults(clock: Pick<Clock, 'now'>, first: Partial<FaultSettings> = {}): Faults {
  let settings = calm()
  let progress: Progress[] = []
  const replace = (next: FaultSettings): void => {
    settings = next
    progress = next.faults.map(() => ({ seen: 0, hits: 0 }))
  }
  replace({ ...settings, ...first })
  return {
    settings: () => settings,
    replace,
    hits: () => settings.faults.map((fault, index) => ({ ...fault, hits: progress[index]?.hits ?? 0 })),
    take(names) {
      const nowMs = clock.now().getTime()
      const due = settings.faults.findIndex((fault, index) => {
        const own = progress[index]
        return own !== undefined && names.includes(fault.on) && isDue(fault, own, settings.seed + index, nowMs)
      })
      return settings.faults[due]
    },
  }
}

/** How often a fault has been asked about, and how often it struck. */
interface Progress {
  seen: number
  hits: number
  firstHitMs?: number
}

/** Counts the call, and tells whether it is hit. Only the order of the calls matters to the seed, not their time. */
function isDue(fault: Fault, own: Progress, seed: number, nowMs: number): boolean {
  own.seen += 1
  if (own.seen <= (fault.after ?? 0) || own.hits >= (fault.times ?? Number.POSITIVE_INFINITY)) return false
  if (fault.seconds !== undefined && own.firstHitMs !== undefined && nowMs >= own.firstHitMs + fault.seconds * 1000) return false
  if (fault.share !== undefined && drawNumber(seed, `${fault.on} ${own.seen}`) >= fault.share) return false
  own.hits += 1
  own.firstHitMs ??= nowMs
  return true
}

/** From 0 to 1, always the same for the same seed and text. */
export function drawNumber(seed: number, text: string): number {
  return createHash('sha256').update(`${seed} ${text}`).digest().readUInt32BE(0) / 2 ** 32
}
