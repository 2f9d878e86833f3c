import type { Access, WebToken } from '../ports/credentials.ts'
import type { Environment } from '../ports/index.ts'
import type { RunIdentity } from '../stack/types.ts'

/** Roles that a run takes, each by its ARN. */
export interface Roles {
  role?: string
  /** Taken from the first: it reads production. */
  next?: string
}

/**
 * How a run gets its roles: with CircleCI's OIDC token where the job has one, else with the credentials that are found.
 * AWS_ROLE_ARN counts where no role is given, there is a token, and neither keys nor a token file are set: these are the SDK's own.
 */
export function accessOf(roles: Roles, run: RunIdentity, environment: Environment): Access {
  const token = oidcTokenOf(environment)
  const role = roles.role ?? (token === undefined ? undefined : roleInEnvironment(environment))
  return {
    ...(role === undefined ? {} : { role }),
    ...(role === undefined || token === undefined ? {} : { token }),
    ...(roles.next === undefined ? {} : { next: roles.next }),
    sessionName: sessionName(run.replicaId),
    tags: { 'prod-replica:id': run.replicaId, 'prod-replica:owner': run.owner },
  }
}

/** The second version's subject names the repository and branch too, to which a role's trust can be bound. */
export function oidcTokenOf(environment: Environment): WebToken | undefined {
  const value = environment.CIRCLE_OIDC_TOKEN_V2 || environment.CIRCLE_OIDC_TOKEN
  if (value === undefined || value === '') return undefined
  const { aud, exp } = claimsOf(value)
  return {
    value,
    ...(typeof aud === 'string' ? { audience: aud } : {}),
    ...(typeof exp === 'number' ? { expiresAt: new Date(exp * 1000) } : {}),
  }
}

function roleInEnvironment({ AWS_ROLE_ARN, AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE }: Environment): string | undefined {
  return AWS_ACCESS_KEY_ID || AWS_WEB_IDENTITY_TOKEN_FILE ? undefined : AWS_ROLE_ARN || undefined
}

/** What a JWT states, unverified: AWS verifies it. Nothing where it is none. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** In STS's alphabet and length: letters, digits and `_=,.@-`, 2 to 64. */
function sessionName(replicaId: string): string {
  return `prod-replica-${replicaId}`.replace(/[^\w=,.@-]+/g, '-').slice(0, 64)
}
