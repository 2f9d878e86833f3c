import { accessKeyOf } from './authorize.ts'
import { localKey } from './environment.ts'
import { failureOf } from './faults/failures.ts'
import type { FaultSettings } from './faults/settings.ts'
import { checkPresigned, isPresigned } from './presigned.ts'
import type { ServiceRequest, Table, World } from './types.ts'

/** Table `sts-sessions`, by access key id: temporary credentials that STS gave out. */
export interface SessionRecord {
  accessKeyId: string
  secret: string
  token: string
  /** `arn:aws:sts::111122223333:assumed-role/role/session` */
  arn: string
  assumedRoleId: string
  tags: Record<string, string>
  expiresAt: string
}

export function sessionsOf(world: World): Table<SessionRecord> {
  return world.state.table<SessionRecord>('sts-sessions')
}

/**
 * Refuses temporary credentials that STS did not give or whose time is over, a presigned address that is not as it was signed
 * or whose time is over, and, where faults say so, any key that has been in use too long. Throws ServiceError.
 */
export function checkCredentials(service: string, request: ServiceRequest, world: World): void {
  const key = accessKeyOf(request)
  if (key === undefined) return
  if (isPresigned(request)) checkPresigned(request, secretOf(key, world), world.clock.now())
  if (key.startsWith('ASIA')) checkSession(service, sessionsOf(world).get(key), request, world)
  else checkAge(service, key, world)
}

function checkSession(service: string, session: SessionRecord | undefined, { headers, query }: ServiceRequest, world: World): void {
  const token = headers['x-amz-security-token'] ?? query.get('X-Amz-Security-Token')
  if (session === undefined || session.token !== token) throw failureOf('invalid-token', service)
  if (Date.parse(session.expiresAt) <= world.clock.now().getTime()) throw failureOf('expired', service)
}

/** When each key was first used under these settings. */
const firstUses = new WeakMap<FaultSettings, Map<string, number>>()

function checkAge(service: string, key: string, { clock, faults }: World): void {
  const settings = faults.settings()
  if (settings.keySeconds <= 0) return
  const uses = firstUses.get(settings) ?? new Map<string, number>()
  firstUses.set(settings, uses)
  const nowMs = clock.now().getTime()
  const firstMs = uses.get(key) ?? nowMs
  uses.set(key, firstMs)
  if (nowMs >= firstMs + settings.keySeconds * 1000) throw failureOf('expired', service)
}

/** Of the keys that were given out here; with any other, anyone may call, but nobody may sign for others. */
function secretOf(key: string, world: World): string | undefined {
  return key === localKey.id ? localKey.secret : sessionsOf(world).get(key)?.secret
}
