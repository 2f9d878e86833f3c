import { setTimeout as wait } from 'node:timers/promises'
import { isReplicaError } from '../errors.ts'

const mostAttempts = 10
const firstPauseMs = 250
const longestPauseMs = 4_000

/**
 * Reads one page of a listing. A page after the first that is throttled is asked for again, later and later: who paces calls
 * would begin the whole listing anew, and a long one would never come to its end.
 */
export async function readPage<Page>(token: string | undefined, read: () => Promise<Page>): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read()
    } catch (error) {
      if (token === undefined || attempt >= mostAttempts || !isReplicaError(error, 'cloud.throttled')) throw error
      await wait(Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)) * (0.5 + Math.random()))
    }
  }
}
