import type { Emit } from '../events.ts'
import { answerOwnPage } from './admin.ts'
import { isOwnHost, readScope } from './authorize.ts'
import type { CallCounts } from './call-counts.ts'
import { reasonOf } from './cloudformation/engine/reason.ts'
import { checkCredentials } from './credentials.ts'
import { checkClock } from './faults/clock-skew.ts'
import { errorOf, failureOf, speaksJson } from './faults/failures.ts'
import type { RateLimits } from './faults/rate-limits.ts'
import { staleView } from './faults/stale-state.ts'
import { operationOf } from './operation-name.ts'
import { formatJsonError } from './protocol/json.ts'
import { formatQueryError } from './protocol/query.ts'
import { ServiceError } from './protocol/service-error.ts'
import { makeUuid } from './protocol/uuid.ts'
import { formatEc2Error } from './services/ec2/answer.ts'
import { formatS3Error } from './services/s3/answer.ts'
import type { Fault, Service, ServiceRequest, ServiceResponse, World } from './types.ts'

/** What requests are answered with. */
export interface Serving {
  world: World
  services: ReadonlyMap<string, Service>
  port: number
  emit: Emit
  limits: RateLimits
  calls: CallCounts
}

/** Answers one request: finds the service that it was signed for. It never rejects. */
export async function handleRequest(request: ServiceRequest, serving: Serving): Promise<ServiceResponse> {
  let service = ''
  try {
    if (!isOwnHost(request.headers.host, serving.port)) throw new ServiceError('InvalidHost', 'This host is not the local cloud.', 403)
    const page = answerOwnPage(request, serving)
    if (page !== undefined) return page
    service = readScope(request).service
    return withDate(await answerCall(service, request, serving), serving.world)
  } catch (error) {
    return withDate(formatError(service, request, toServiceError(error), makeUuid(serving.world.entropy)), serving.world)
  }
}

async function answerCall(name: string, request: ServiceRequest, serving: Serving): Promise<ServiceResponse> {
  const { world, services, limits, calls } = serving
  const service = services.get(name)
  if (service === undefined) {
    const known = [...services.keys()].join(', ')
    throw new ServiceError('UnknownService', `The local cloud has no service ${name}; it has ${known}.`, 404)
  }
  const operation = operationOf(name, request)
  calls.count(`${name}:${operation}`)
  const { rates, latencyMs } = world.faults.settings()
  if (latencyMs > 0) await world.clock.sleep(latencyMs)
  checkClock(name, request, world)
  checkCredentials(name, request, world)
  if (!limits.admit(`${name}:${operation}`, rates[operation] ?? rates['*'])) throw failureOf('throttled', name)
  const fault = world.faults.take([operation, `${name}:${operation}`, `${name}:*`, '*'])
  return fault === undefined ? runCall(service, operation, request, serving) : strike(fault, service, operation, request, serving)
}

async function strike(
  fault: Fault,
  service: Service,
  operation: string,
  request: ServiceRequest,
  serving: Serving,
): Promise<ServiceResponse> {
  if (fault.with === 'reset') return { status: 0, cut: 'reset' }
  if (fault.with === 'lost-answer') return { ...(await runCall(service, operation, request, serving)), cut: 'close' }
  const page = '<html><body><h1>502 Bad Gateway</h1></body></html>'
  if (fault.with === '502') return { status: 502, headers: { 'content-type': 'text/html' }, body: page }
  throw errorOf(fault.with, service.signingName)
}

async function runCall(service: Service, operation: string, request: ServiceRequest, serving: Serving): Promise<ServiceResponse> {
  try {
    return await service.handle(request, staleView(serving.world, service.signingName, operation))
  } catch (error) {
    if (!(error instanceof ServiceError)) {
      serving.emit('local.request_broken', { service: service.signingName, reason: reasonOf(error) })
    }
    throw error
  }
}

function toServiceError(error: unknown): ServiceError {
  return error instanceof ServiceError ? error : new ServiceError('InternalFailure', reasonOf(error), 500)
}

/** Each service's clients read errors of a form of their own. */
function formatError(service: string, { headers, path, method }: ServiceRequest, error: ServiceError, requestId: string): ServiceResponse {
  const isJson = speaksJson(service) || headers['x-amz-target'] !== undefined || headers['content-type']?.includes('json') === true
  if (isJson) return formatJsonError(error, requestId)
  if (service === 'ec2') return formatEc2Error(error, requestId)
  if (service !== 's3') return formatQueryError(error, 'http://webservices.amazon.com/AWSFault/2005-15-09', requestId)
  return method === 'HEAD' ? { status: error.status } : formatS3Error(error, path, requestId)
}

/** Clients take the server's time from its answers. */
function withDate(answer: ServiceResponse, { clock, faults }: World): ServiceResponse {
  const { clockSkewSeconds } = faults.settings()
  if (clockSkewSeconds === 0) return answer
  const date = new Date(clock.now().getTime() + clockSkewSeconds * 1000).toUTCString()
  return { ...answer, headers: { ...answer.headers, date } }
}
