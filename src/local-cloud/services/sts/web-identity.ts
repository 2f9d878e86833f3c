import { ServiceError } from '../../protocol/service-error.ts'
import type { World } from '../../types.ts'

/** Who an OIDC token says its holder is. */
export interface WebIdentity {
  subject: string
  audience: string
  /** Its issuer, without `https://`. */
  provider: string
  /** Session tags that the token carries. */
  tags: Record<string, string>
}

/** Reads a token, whose signature is not checked. Throws ServiceError `InvalidIdentityToken`, `ExpiredTokenException`. */
export function readWebIdentity(token: string, { clock }: Pick<World, 'clock'>): WebIdentity {
  const claims = readClaims(token)
  const nowSeconds = Math.floor(clock.now().getTime() / 1000)
  if (typeof claims.exp !== 'number') throw invalid('Missing a required claim: exp')
  if (claims.exp <= nowSeconds) {
    const text = `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${claims.exp}`
    throw new ServiceError('ExpiredTokenException', text)
  }
  const audience = [claims.aud].flat()[0]
  const { iss, sub } = claims
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof audience !== 'string') throw invalid('Missing a required claim')
  return { subject: sub, audience, provider: iss.replace(/^https:\/\//, ''), tags: tagsOf(claims) }
}

function readClaims(token: string): Record<string, unknown> {
  const [, payload = '', signature] = token.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (signature !== undefined && typeof claims === 'object' && claims !== null) return claims as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
}

/** `https://aws.amazon.com/tags`: `{principal_tags: {key: [value]}}`. */
function tagsOf(claims: Record<string, unknown>): Record<string, string> {
  const { principal_tags: tags = {} } = (claims['https://aws.amazon.com/tags'] ?? {}) as { principal_tags?: Record<string, unknown> }
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String([value].flat()[0] ?? '')]))
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidIdentityToken', message)
}
