import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { fail } from '../errors.ts'
import type { WebToken } from '../ports/credentials.ts'
import type { Environment } from '../ports/index.ts'

const marginMs = 60_000
const timeoutMs = 30_000

/**
 * CI's token as long as it is good, and then a new one: CircleCI's tokens live for an hour, and its `circleci` program,
 * which is in every job, gives new ones. Throws `identity.token_expired` where there is no such program.
 */
export function createTokenSource(token: WebToken, environment: Environment): () => Promise<string> {
  return async () => {
    if (token.expiresAt === undefined || token.expiresAt.getTime() - Date.now() > marginMs) return token.value
    return askCircleCi(token, environment)
  }
}

async function askCircleCi({ audience, expiresAt }: WebToken, environment: Environment): Promise<string> {
  const claims = JSON.stringify(audience === undefined ? {} : { aud: audience })
  try {
    const options = { env: { ...environment }, timeout: timeoutMs }
    const { stdout } = await promisify(execFile)('circleci', ['run', 'oidc', 'get', '--claims', claims], options)
    return stdout.trim()
  } catch {
    // What the program wrote is not told: it may hold a token.
    throw fail('identity.token_expired', { expiredAt: expiresAt?.toISOString() ?? 'an unknown time' })
  }
}
