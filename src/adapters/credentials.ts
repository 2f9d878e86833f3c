import type { AssumeRoleCommandInput, Credentials } from '@aws-sdk/client-sts'
import { fail } from '../errors.ts'
import type { Access, WebToken } from '../ports/credentials.ts'
import type { Environment } from '../ports/index.ts'
import { explainAwsError } from './aws-errors.ts'
import type { ClientConfig, ConfigOf, Keys } from './client-config.ts'
import { once } from './once.ts'
import { createTokenSource } from './web-token.ts'

type Provider = () => Promise<Keys>

/** As the SDK, which asks for new keys when the ones that it has end within five minutes. */
const renewalMs = 5 * 60_000 + 10_000
/** A rehearsal's usual life; a role that does not allow it gives an hour, as does every role taken from another. */
const longSeconds = 4 * 3600
const usualSeconds = 3600

/**
 * The configuration of clients that act as the roles of `access`. Nothing is called until a client needs its keys; all
 * clients share them, and they are renewed before they end. Its calls throw `identity.role_refused`,
 * `identity.token_expired`, `cloud.*`.
 */
export function actAs(access: Access, found: ConfigOf, environment: Environment): ConfigOf {
  const base = found('STS')
  const first = firstRole(access, base, environment)
  const second = access.next === undefined ? first : shared(assumeRole(access.next, access, withKeys(base, first)))
  return (service) => withKeys(found(service), second)
}

function firstRole(access: Access, base: ClientConfig, environment: Environment): Provider | undefined {
  const { role, token } = access
  if (role === undefined) return undefined
  return shared(token === undefined ? assumeRole(role, access, base) : exchangeToken(role, token, access, base, environment))
}

function withKeys(config: ClientConfig, credentials: Provider | undefined): ClientConfig {
  if (credentials === undefined) return config
  const { profile: _, ...rest } = config
  return { ...rest, credentials }
}

/** One request for all clients, and a new one shortly before the keys end. */
function shared(request: Provider): Provider {
  let keys: Keys | undefined
  let underWay: Promise<Keys> | undefined
  return async () => {
    if (keys?.expiration !== undefined && keys.expiration.getTime() - Date.now() > renewalMs) return keys
    underWay ??= request().finally(() => {
      underWay = undefined
    })
    keys = await underWay
    return keys
  }
}

function exchangeToken(role: string, token: WebToken, access: Access, config: ClientConfig, environment: Environment): Provider {
  const tokens = createTokenSource(token, environment)
  const connect = connectSts(config)
  return async () => {
    const { sdk, client } = await connect()
    const plain = { RoleArn: role, RoleSessionName: access.sessionName }
    const ask = async (WebIdentityToken: string, DurationSeconds: number) => {
      const command = new sdk.AssumeRoleWithWebIdentityCommand({ ...plain, WebIdentityToken, DurationSeconds })
      return toKeys((await client.send(command)).Credentials, DurationSeconds)
    }
    const exchange = (text: string) => ask(text, longSeconds).catch(unless(isTooLong, () => ask(text, usualSeconds)))
    try {
      return await exchange(await tokens.current()).catch(unless(isExpired, async () => exchange(await tokens.renewed())))
    } catch (error) {
      throw refusal(error, role, 'sts:AssumeRoleWithWebIdentity', config)
    }
  }
}

function assumeRole(role: string, access: Access, config: ClientConfig): Provider {
  const connect = connectSts(config)
  return async () => {
    const { sdk, client } = await connect()
    const Tags = Object.entries(access.tags).map(([Key, Value]) => ({ Key, Value }))
    const plain = { RoleArn: role, RoleSessionName: access.sessionName, DurationSeconds: usualSeconds }
    const ask = (input: AssumeRoleCommandInput) => client.send(new sdk.AssumeRoleCommand(input))
    try {
      // A trust that does not say sts:TagSession refuses tags; the session's name says the same.
      const answer = await ask({ ...plain, Tags }).catch(unless(isUntagged, () => ask(plain)))
      return toKeys(answer.Credentials, usualSeconds)
    } catch (error) {
      throw refusal(error, role, 'sts:AssumeRole', config)
    }
  }
}

function connectSts(config: ClientConfig) {
  return once(async () => {
    const sdk = await import('@aws-sdk/client-sts')
    return { sdk, client: new sdk.STSClient(config) }
  })
}

/** With the end by our own clock, which may be behind STS's: that one's would be too late then. */
function toKeys(answer: Credentials | undefined, seconds: number): Keys {
  if (answer?.AccessKeyId === undefined || answer.SecretAccessKey === undefined || answer.SessionToken === undefined) {
    throw fail('cloud.no_credentials', { reason: 'STS answered without any' })
  }
  const keys = { accessKeyId: answer.AccessKeyId, secretAccessKey: answer.SecretAccessKey, sessionToken: answer.SessionToken }
  const endMs = Date.now() + seconds * 1000
  return { ...keys, expiration: new Date(Math.min(endMs, answer.Expiration?.getTime() ?? endMs)) }
}

/** What answers an error of that kind in another way; every other one stays. */
function unless<Result>(isKind: (error: unknown) => boolean, instead: () => Promise<Result>): (error: unknown) => Promise<Result> {
  return (error) => (isKind(error) ? instead() : Promise.reject(error))
}

function isExpired(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('ExpiredToken')
}

function isTooLong(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /DurationSeconds|MaxSessionDuration/i.test(error.message)
}

function isUntagged(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('AccessDenied') && error.message.includes('sts:TagSession')
}

function refusal(error: unknown, role: string, action: string, config: ClientConfig): Error {
  const told = explainAwsError(error, action, config.endpoint)
  const denied = told.code === 'cloud.denied' || /InvalidIdentityToken|IDPRejectedClaim/.test(error instanceof Error ? error.name : '')
  return denied ? fail('identity.role_refused', { role, action, reason: told.text.message }, error) : told
}
