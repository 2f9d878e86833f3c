import { fail } from '../errors.ts'
import type { Environment } from '../ports/index.ts'
import { version } from '../version.ts'
import { createRetries, type Retries } from './retries.ts'

/** As in the names of the variables AWS_ENDPOINT_URL_<SERVICE>. */
export type AwsService =
  | 'CLOUDFORMATION'
  | 'STS'
  | 'S3'
  | 'SES'
  | 'RDS'
  | 'REDSHIFT'
  | 'SECRETS_MANAGER'
  | 'ECR'
  | 'CLOUDCONTROL'
  | 'RESOURCE_GROUPS_TAGGING_API'
  | 'SCHEDULER'
  | 'SSM'

/** Keys, with the instant at which they end where they are temporary. */
export interface Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration?: Date
}

/** What each SDK client is made with. */
export interface ClientConfig {
  region: string
  endpoint?: string
  credentials?: Keys | (() => Promise<Keys>)
  profile?: string
  retryStrategy: Retries
  /** At one call, where the connection or the server fails. */
  maxAttempts: number
  customUserAgent: string
  requestHandler: { connectionTimeout: number; requestTimeout: number }
}

export type ConfigOf = (service: AwsService) => ClientConfig

const defaultAttempts = 6
/** Throttling says no more than that it was too early. */
const defaultThrottledAttempts = 10
const connectionTimeoutMs = 5_000
const requestTimeoutMs = 30_000

/**
 * How clients are made, from the environment that is passed in: the SDK itself would read the process's, and it does
 * not know AWS_DEFAULT_REGION. Without AWS_ACCESS_KEY_ID the SDK's own chain looks for credentials. Throws
 * `cloud.no_region` and `cloud.bad_endpoint`.
 */
export function configureClients(environment: Environment, region?: string): ConfigOf {
  const chosen = region ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION)
  if (!chosen) throw fail('cloud.no_region', {})
  const given = Number(environment.AWS_MAX_ATTEMPTS) || undefined
  const attempts = given ?? defaultAttempts
  return (service) => ({
    region: chosen,
    ...endpointFor(service, environment),
    ...credentialsIn(environment),
    retryStrategy: createRetries({ attempts, throttledAttempts: given ?? defaultThrottledAttempts }),
    maxAttempts: attempts,
    customUserAgent: `prod-replica/${version}`,
    requestHandler: { connectionTimeout: connectionTimeoutMs, requestTimeout: requestTimeoutMs },
  })
}

/** The same for clients whose calls are paced by their caller, who has to know of each throttling at once. */
export function paced(config: ClientConfig): ClientConfig {
  return { ...config, retryStrategy: createRetries({ attempts: config.maxAttempts, throttledAttempts: 1 }) }
}

/** Throws `cloud.bad_endpoint`. */
function endpointFor(service: AwsService, environment: Environment): { endpoint?: string } {
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return {}
  const variable = environment[`AWS_ENDPOINT_URL_${service}`] ? `AWS_ENDPOINT_URL_${service}` : 'AWS_ENDPOINT_URL'
  const endpoint = environment[variable]
  if (!endpoint) return {}
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) throw fail('cloud.bad_endpoint', { variable })
  return { endpoint }
}

function credentialsIn(environment: Environment): Pick<ClientConfig, 'credentials' | 'profile'> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = environment
  if (accessKeyId && secretAccessKey) {
    return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } }
  }
  return environment.AWS_PROFILE ? { profile: environment.AWS_PROFILE } : {}
}
