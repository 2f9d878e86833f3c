/** How a client makes failed calls again; in the form of the SDK's RetryStrategyV2. */
export interface Retries {
  acquireInitialRetryToken(): Promise<Attempt>
  /** Rejects where the call is not to be made again: the SDK then throws what the call threw. */
  refreshRetryTokenForRetry(last: Attempt, fault: Fault): Promise<Attempt>
  recordSuccess(): void
}

interface Attempt {
  getRetryCount(): number
  getRetryDelay(): number
}

interface Fault {
  errorType: 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR'
  error?: unknown
  /** What the answer itself asks for. */
  retryAfterHint?: Date
}

const firstPauseMs = 100
const firstThrottledPauseMs = 500
const longestPauseMs = 10_000

/**
 * Retries of faults of the connection and the server, up to so many `attempts` at one call; and, up to `throttledAttempts`, of
 * throttling. 1 leaves throttling to the caller: who paces calls has to know of it. The pauses grow, with jitter. The SDK's
 * own adaptive mode would slow down every action of a client for the throttling of one.
 */
export function createRetries({ attempts, throttledAttempts }: { attempts: number; throttledAttempts: number }): Retries {
  return {
    acquireInitialRetryToken: async () => attemptAfter(0, 0),
    async refreshRetryTokenForRetry(last, fault) {
      const made = last.getRetryCount() + 1
      if (made >= mostFor(fault, attempts, throttledAttempts)) throw new Error('this call is not made again')
      return attemptAfter(made, pauseMs(made, fault))
    },
    recordSuccess: () => {},
  }
}

function attemptAfter(count: number, delayMs: number): Attempt {
  return { getRetryCount: () => count, getRetryDelay: () => delayMs }
}

function mostFor({ errorType, error }: Fault, attempts: number, throttledAttempts: number): number {
  if (errorType === 'TRANSIENT') return attempts
  return errorType === 'THROTTLING' && !isQuota(error) ? throttledAttempts : 1
}

/** The SDK counts it as throttling; CloudFormation says so of a quota, against which waiting does not help. */
function isQuota(error: unknown): boolean {
  return error instanceof Error && error.name === 'LimitExceededException'
}

function pauseMs(made: number, { errorType, retryAfterHint }: Fault): number {
  const first = errorType === 'THROTTLING' ? firstThrottledPauseMs : firstPauseMs
  const grown = Math.min(longestPauseMs, first * 2 ** (made - 1)) * (0.5 + Math.random() / 2)
  const asked = retryAfterHint === undefined ? 0 : Math.min(longestPauseMs, retryAfterHint.getTime() - Date.now())
  return Math.max(grown, asked)
}
