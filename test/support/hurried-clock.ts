import type { Clock } from '../../src/ports/clock.ts'

/** A clock that runs so many times as fast as the machine's, so that what waits for minutes is tested in seconds. */
export function createHurriedClock(times: number): Clock {
  const startedMs = Date.now()
  return {
    now: () => new Date(startedMs + (Date.now() - startedMs) * times),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const stop = (): void => {
          clearTimeout(timer)
          reject(signal?.reason)
        }
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', stop)
          resolve()
        }, ms / times)
        signal?.addEventListener('abort', stop, { once: true })
      }),
  }
}
