import { type SessionRecord, sessionsOf } from '../../credentials.ts'
import { type QueryMap, queryList, queryMap, queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { World } from '../../types.ts'
import { checkTrust } from './trust.ts'
import { readWebIdentity } from './web-identity.ts'

/** AssumeRole: every caller of the local cloud may take every role. Throws ServiceError `ValidationError`. */
export function assumeRole(input: QueryMap, world: World): Promise<XmlObject> {
  const tags = queryList(input.Tags).map((tag) => [queryText(queryMap(tag).Key) ?? '', queryText(queryMap(tag).Value) ?? ''] as const)
  return giveSession(readRequest(input), Object.fromEntries(tags), world)
}

/**
 * AssumeRoleWithWebIdentity: the token's time, issuer and audience are looked at, its signature is not. Session tags are
 * the token's. Throws ServiceError `ExpiredTokenException`, `InvalidIdentityToken`, `AccessDenied`.
 */
export async function assumeRoleWithWebIdentity(input: QueryMap, world: World): Promise<XmlObject> {
  const request = readRequest(input)
  const identity = readWebIdentity(demand(input, 'WebIdentityToken'), world)
  checkTrust(request.role, identity, world)
  const { subject, audience, provider, tags } = identity
  return { ...(await giveSession(request, tags, world)), SubjectFromWebIdentityToken: subject, Audience: audience, Provider: provider }
}

interface SessionRequest {
  /** Account and name of the role. */
  account: string
  role: string
  session: string
  seconds: number
}

function readRequest(input: QueryMap): SessionRequest {
  const [, account, path] = /^arn:[\w-]+:iam::(\d{12}):role\/(.+)$/.exec(demand(input, 'RoleArn')) ?? []
  if (account === undefined || path === undefined) throw invalid(`${queryText(input.RoleArn)} is invalid`)
  const session = demand(input, 'RoleSessionName')
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    throw invalid(
      `Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    )
  }
  const seconds = Number(queryText(input.DurationSeconds) ?? 3600)
  if (!(seconds >= 900 && seconds <= 43_200)) {
    throw invalid(
      `Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900`,
    )
  }
  return { account, role: path.split('/').at(-1) ?? '', session, seconds }
}

async function giveSession(request: SessionRequest, tags: Record<string, string>, world: World): Promise<XmlObject> {
  const { entropy, clock, partition, faults } = world
  const seconds = faults.settings().sessionSeconds || request.seconds
  const record: SessionRecord = {
    accessKeyId: `ASIA${entropy.hex(8).toUpperCase()}`,
    secret: Buffer.from(entropy.hex(30), 'hex').toString('base64'),
    token: Buffer.from(entropy.hex(64), 'hex').toString('base64'),
    arn: `arn:${partition}:sts::${request.account}:assumed-role/${request.role}/${request.session}`,
    assumedRoleId: `AROALOCALCLOUDROLE000:${request.session}`,
    tags,
    expiresAt: new Date(clock.now().getTime() + seconds * 1000).toISOString(),
  }
  await sessionsOf(world).put(record.accessKeyId, record)
  return {
    Credentials: {
      AccessKeyId: record.accessKeyId,
      SecretAccessKey: record.secret,
      SessionToken: record.token,
      Expiration: record.expiresAt,
    },
    AssumedRoleUser: { AssumedRoleId: record.assumedRoleId, Arn: record.arn },
    PackedPolicySize: 1,
  }
}

function demand(input: QueryMap, name: string): string {
  const text = queryText(input[name])
  if (text) return text
  const member = name.charAt(0).toLowerCase() + name.slice(1)
  throw invalid(`Value null at '${member}' failed to satisfy constraint: Member must not be null`)
}

function invalid(detail: string): ServiceError {
  return new ServiceError('ValidationError', `1 validation error detected: ${detail}`)
}
