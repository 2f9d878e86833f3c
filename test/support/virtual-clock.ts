import type { Clock } from '../../src/ports/clock.ts'

interface Sleeper {
  atMs: number
  wake(): void
}

/** A clock whose time passes only while everyone sleeps: then it jumps to the instant at which the first one wakes. */
export function createVirtualClock(start = '2026-01-01T00:00:00.000Z'): Clock & { sleptMs: number[] } {
  let nowMs = new Date(start).getTime()
  const sleepers = new Set<Sleeper>()
  const sleptMs: number[] = []
  const wakeFirst = (): void => {
    const first = [...sleepers].sort((a, b) => a.atMs - b.atMs)[0]
    if (first === undefined) return
    sleepers.delete(first)
    nowMs = Math.max(nowMs, first.atMs)
    first.wake()
  }
  return {
    sleptMs,
    now: () => new Date(nowMs),
    sleep(ms, signal) {
      sleptMs.push(ms)
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const stop = (): void => {
          sleepers.delete(sleeper)
          reject(signal?.reason)
        }
        const wake = (): void => {
          signal?.removeEventListener('abort', stop)
          resolve()
        }
        const sleeper = { atMs: nowMs + ms, wake }
        signal?.addEventListener('abort', stop)
        sleepers.add(sleeper)
        setImmediate(wakeFirst)
      })
    },
  }
}
