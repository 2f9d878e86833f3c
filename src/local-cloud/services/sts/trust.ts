import type { JsonValue } from '../../../production/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { World } from '../../types.ts'
import { livingResources } from '../tagging/living-resources.ts'
import type { WebIdentity } from './web-identity.ts'

/**
 * Whether the stacks of the account let an identity take a role. What they say nothing of, provider or role, is taken for
 * made elsewhere, and trusting. Throws ServiceError `InvalidIdentityToken`, `AccessDenied`.
 */
export function checkTrust(role: string, identity: WebIdentity, world: World): void {
  const known = livingResources(world)
  const provider = known.find(
    ({ type, properties }) => type === 'AWS::IAM::OIDCProvider' && hostOf(properties.Url) === identity.provider.toLowerCase(),
  )
  const audiences = listOf(provider?.properties.ClientIdList)
  if (provider !== undefined && !audiences.includes(identity.audience)) {
    throw new ServiceError('InvalidIdentityToken', 'Incorrect token audience')
  }
  const trust = known.find(({ type, physicalId }) => type === 'AWS::IAM::Role' && physicalId === role)?.properties.AssumeRolePolicyDocument
  if (trust !== undefined && !listOf(mapOf(trust).Statement).some((statement) => allows(mapOf(statement), identity))) {
    throw new ServiceError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
  }
}

function allows(statement: Record<string, JsonValue>, identity: WebIdentity): boolean {
  const actions = listOf(statement.Action).map((action) => String(action).toLowerCase())
  if (statement.Effect !== 'Allow' || !actions.some((action) => action === 'sts:assumerolewithwebidentity' || action === 'sts:*'))
    return false
  return Object.entries(mapOf(statement.Condition)).every(([operator, wanted]) =>
    Object.entries(mapOf(wanted)).every(([key, values]) => holds(operator, claimOf(key, identity), listOf(values).map(String))),
  )
}

/** Conditions on anything but the token's audience and subject are taken to hold. */
function claimOf(key: string, { provider, audience, subject }: WebIdentity): string | undefined {
  if (key.toLowerCase() === `${provider.toLowerCase()}:aud`) return audience
  return key.toLowerCase() === `${provider.toLowerCase()}:sub` ? subject : undefined
}

function holds(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  if (value === undefined) return true
  if (operator.endsWith('StringLike')) return wanted.some((pattern) => isLike(value, pattern))
  return !operator.endsWith('StringEquals') || wanted.includes(value)
}

/** `*` stands for any text, `?` for one character. */
function isLike(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(value)
}

function hostOf(url: JsonValue | undefined): string {
  return String(url ?? '')
    .replace(/^https:\/\//, '')
    .toLowerCase()
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return value === undefined ? [] : [value].flat()
}

function mapOf(value: JsonValue | undefined): Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
