import type { ReplicaError } from '../errors.ts'
import { fail, isReplicaError } from '../errors.ts'

/** Makes the calls of one client. `action` as IAM spells it: `s3:PutObject`. */
export interface AwsCaller {
  /** Runs one SDK call; what it throws becomes an error of the catalogue. */
  call<Result>(action: string, send: () => Promise<Result>): Promise<Result>
  /** The same, but undefined where `isAbsence` says that the error only means that there is no such thing. */
  find<Result>(action: string, send: () => Promise<Result>, isAbsence: (fault: AwsFault) => boolean): Promise<Result | undefined>
}

export interface AwsFault {
  /** The service's own code: `ValidationError`, `NoSuchBucket`. */
  code: string
  message: string
}

/** A caller for clients that were made with `config`, whose endpoint its errors name. */
export function createCaller(config: { endpoint?: string }): AwsCaller {
  return {
    async call(action, send) {
      try {
        return await send()
      } catch (error) {
        throw explainAwsError(error, action, config.endpoint)
      }
    },
    async find(action, send, isAbsence) {
      try {
        return await send()
      } catch (error) {
        if (isAbsence({ code: awsCode(error), message: error instanceof Error ? error.message : '' })) return undefined
        throw explainAwsError(error, action, config.endpoint)
      }
    },
  }
}

/**
 * The catalogue's error for what the SDK threw: `cloud.no_credentials`, `cloud.rejected_credentials`, `cloud.denied`,
 * `cloud.unreachable`, `cloud.throttled` or `cloud.call_failed`. No text of it holds a key or a token.
 */
export function explainAwsError(error: unknown, action: string, endpoint?: string): ReplicaError {
  if (isReplicaError(error)) return error
  const code = awsCode(error)
  const reason = plainReason(error)
  if (/CredentialsProviderError|TokenProviderError|SSOTokenProviderFailure/.test(code))
    return fail('cloud.no_credentials', { reason }, error)
  if (rejectedCodes.has(code)) return fail('cloud.rejected_credentials', { reason: rejectionOf(code) }, error)
  if (deniedCodes.has(code)) return fail('cloud.denied', { action: deniedAction(reason) ?? action, reason: unstopped(reason) }, error)
  if (throttleCodes.has(code) || statusOf(error) === 429) return fail('cloud.throttled', { action }, error)
  const network = networkFault(error)
  if (network !== undefined) return fail('cloud.unreachable', { action, endpoint: endpoint ?? endpointOf(error), reason: network }, error)
  return fail('cloud.call_failed', { action, code, reason }, error)
}

function awsCode(error: unknown): string {
  const fields = fieldsOf(error)
  const code = fields.Code ?? fields.name
  return typeof code === 'string' && code !== 'Error' ? code : 'UnknownError'
}

const rejectedCodes = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidToken',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'AuthFailure',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'InvalidIdentityToken',
  'IDPRejectedClaim',
])

/** Told from the code alone: the service's text for some of these holds what was signed, with the session token in it. */
function rejectionOf(code: string): string {
  if (/Expired/.test(code)) return `they have expired (${code})`
  if (/Skew/.test(code)) return `the clock of this machine is wrong (${code})`
  if (/Signature/.test(code)) return `the secret key does not match the key id (${code})`
  return `AWS does not know them (${code})`
}

const deniedCodes = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'NotAuthorized',
  'Forbidden',
  'AuthorizationError',
])

function deniedAction(reason: string): string | undefined {
  return /not authorized to perform:? ([a-z0-9-]+:[A-Za-z*]+)/.exec(reason)?.[1]
}

const throttleCodes = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
])

const networkFaults: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer in time',
  TimeoutError: 'no answer in time',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no network',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
}

function networkFault(error: unknown): string | undefined {
  const { code, name } = fieldsOf(error)
  return networkFaults[String(code)] ?? networkFaults[String(name)]
}

function endpointOf(error: unknown): string {
  const { hostname, address, port } = fieldsOf(error)
  const host = hostname ?? address
  if (typeof host !== 'string') return 'the AWS endpoint'
  return typeof port === 'number' ? `${host}:${port}` : host
}

const longestReason = 400

/** The first line of the message, shortened, without key ids and anything as long and dense as a token. */
function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const line = message.split('\n').find((text) => text.trim() !== '') ?? awsCode(error)
  const clean = line
    .trim()
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '***')
    .replace(/\beyJ[\w.-]{20,}/g, '***')
    .replace(/[A-Za-z0-9+/=]{100,}/g, '***')
  return clean.length > longestReason ? `${clean.slice(0, longestReason)}…` : clean
}

function unstopped(reason: string): string {
  return reason.replace(/\.+$/, '')
}

function statusOf(error: unknown): unknown {
  const { $metadata } = fieldsOf(error)
  return fieldsOf($metadata).httpStatusCode
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
