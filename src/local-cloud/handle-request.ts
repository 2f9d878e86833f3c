import type { Emit } from '../events.ts'
import { isOwnHost, readScope } from './authorize.ts'
import { reasonOf } from './cloudformation/engine/reason.ts'
import { takeFault } from './faults.ts'
import { formatJsonError } from './protocol/json.ts'
import { formatQueryError } from './protocol/query.ts'
import { ServiceError } from './protocol/service-error.ts'
import { makeUuid } from './protocol/uuid.ts'
import type { Service, ServiceRequest, ServiceResponse, World } from './types.ts'

/** What requests are answered with. */
export interface Serving {
  world: World
  services: ReadonlyMap<string, Service>
  port: number
  emit: Emit
}

/** Answers one request: finds the service that it was signed for. It never rejects. */
export async function handleRequest(request: ServiceRequest, serving: Serving): Promise<ServiceResponse> {
  const requestId = makeUuid(serving.world.entropy)
  try {
    if (!isOwnHost(request.headers.host, serving.port)) throw new ServiceError('InvalidHost', 'This host is not the local cloud.', 403)
    return ownPage(request, serving) ?? (await dispatch(request, serving))
  } catch (error) {
    return formatError(request, toServiceError(error), requestId)
  }
}

/** Pages for people and for a second process of ours. */
function ownPage({ method, path, headers }: ServiceRequest, { world }: Serving): ServiceResponse | undefined {
  if (method !== 'GET' || headers.authorization !== undefined) return undefined
  if (path === '/_local/health') return json({ folder: world.folder, pid: process.pid })
  const text = 'The local cloud of prod-replica. Point an AWS client at this address.\n'
  return path === '/' ? { status: 200, headers: { 'content-type': 'text/plain' }, body: text } : undefined
}

async function dispatch(request: ServiceRequest, serving: Serving): Promise<ServiceResponse> {
  const { service: name } = readScope(request)
  const service = serving.services.get(name)
  if (service === undefined) {
    const known = [...serving.services.keys()].join(', ')
    throw new ServiceError('UnknownService', `The local cloud has no service ${name}; it has ${known}.`, 404)
  }
  const fault = takeFault(serving.world.faults, actionOf(request))
  if (fault !== undefined) throw faultError(fault.with)
  try {
    return await service.handle(request, serving.world)
  } catch (error) {
    if (!(error instanceof ServiceError)) serving.emit('local.request_broken', { service: name, reason: reasonOf(error) })
    throw error
  }
}

/** Of the query and JSON protocols; REST calls have no action. */
function actionOf({ headers, body, query }: ServiceRequest): string {
  const target = headers['x-amz-target']?.split('.').at(-1)
  if (target !== undefined) return target
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  return (isForm ? new URLSearchParams(body.toString('utf8')) : query).get('Action') ?? ''
}

function faultError(code: string): ServiceError {
  if (/^(Throttling|ThrottlingException|TooManyRequestsException)$/.test(code)) return new ServiceError(code, 'Rate exceeded')
  if (/^(InternalFailure|InternalError|ServiceUnavailable)/.test(code)) return new ServiceError(code, 'A fault that was asked for.', 503)
  return new ServiceError(code, 'A fault that was asked for.')
}

function toServiceError(error: unknown): ServiceError {
  return error instanceof ServiceError ? error : new ServiceError('InternalFailure', reasonOf(error), 500)
}

/** Clients of the JSON services read JSON, all others XML. */
function formatError({ headers }: ServiceRequest, error: ServiceError, requestId: string): ServiceResponse {
  const isJson = headers['x-amz-target'] !== undefined || headers['content-type']?.includes('json') === true
  return isJson
    ? formatJsonError(error, requestId)
    : formatQueryError(error, 'http://webservices.amazon.com/AWSFault/2005-15-09', requestId)
}

function json(value: object): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
