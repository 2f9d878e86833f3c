/** Time, as the rooms see it. Tests pass one that they move by hand. */
export interface Clock {
  /** The current instant. */
  now(): Date
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
