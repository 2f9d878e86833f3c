import { createClock } from '../../src/adapters/clock.ts'
import type { Clock } from '../../src/ports/clock.ts'

/** The machine's own time, but so many times as fast: minutes of patience with a real cloud pass in seconds. */
export function createFastClock(times: number): Clock {
  const real = createClock()
  const startMs = real.now().getTime()
  return {
    now: () => new Date(startMs + (real.now().getTime() - startMs) * times),
    sleep: (ms, signal) => real.sleep(ms / times, signal),
  }
}
