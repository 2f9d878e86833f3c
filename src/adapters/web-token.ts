import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { fail } from '../errors.ts'
import type { WebToken } from '../ports/credentials.ts'
import type { Environment } from '../ports/index.ts'

const marginMs = 60_000
const timeoutMs = 30_000

/** CI's token over time: CircleCI's tokens live for an hour, and its `circleci` program, which is in every job, gives new ones. */
export interface TokenSource {
  /** The token as long as it is good by our clock, then a new one; the old one where nobody gives one: STS's clock decides. */
  current(): Promise<string>
  /** A new one, after STS has called the old one expired. Throws `identity.token_expired` where there is no such program. */
  renewed(): Promise<string>
}

/** Where the tokens of one run come from. */
export function createTokenSource(token: WebToken, environment: Environment): TokenSource {
  return {
    async current() {
      if (token.expiresAt === undefined || token.expiresAt.getTime() - Date.now() > marginMs) return token.value
      return (await askCircleCi(token, environment)) ?? token.value
    },
    async renewed() {
      const fresh = await askCircleCi(token, environment)
      if (fresh === undefined) throw fail('identity.token_expired', { expiredAt: token.expiresAt?.toISOString() ?? 'an unknown time' })
      return fresh
    },
  }
}

/** What the program writes where it fails is not told: it may hold a token. */
async function askCircleCi({ audience }: WebToken, environment: Environment): Promise<string | undefined> {
  const claims = JSON.stringify(audience === undefined ? {} : { aud: audience })
  try {
    const options = { env: { ...environment }, timeout: timeoutMs }
    const { stdout } = await promisify(execFile)('circleci', ['run', 'oidc', 'get', '--claims', claims], options)
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}
