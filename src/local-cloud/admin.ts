import type { CallCounts } from './call-counts.ts'
import { parseSettings } from './faults/settings.ts'
import { ServiceError } from './protocol/service-error.ts'
import type { ServiceRequest, ServiceResponse, World } from './types.ts'

/**
 * Pages for people, and for other processes of ours: `/_local/health`; `/_local/faults`, which GET tells and PUT replaces
 * and DELETE clears; `/_local/calls`, which GET tells and DELETE starts anew. Undefined for a call to AWS. Throws
 * ServiceError `ValidationException`.
 */
export function answerOwnPage(request: ServiceRequest, serving: { world: World; calls: CallCounts }): ServiceResponse | undefined {
  const { method, path, headers } = request
  if (headers.authorization !== undefined) return undefined
  const page = pages[`${method} ${path}`]
  if (page !== undefined) return page(request, serving)
  const text = 'The local cloud of prod-replica. Point an AWS client at this address.\n'
  if (method !== 'GET' || path !== '/' || request.query.size > 0) return undefined
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: text }
}

type Page = (request: ServiceRequest, serving: { world: World; calls: CallCounts }) => ServiceResponse

const pages: Readonly<Record<string, Page>> = {
  'GET /_local/health': (_, { world }) => json({ folder: world.folder, pid: process.pid }),
  'GET /_local/faults': (_, { world }) => json({ ...world.faults.settings(), faults: world.faults.hits() }),
  'PUT /_local/faults': (request, { world }) => {
    world.faults.replace(parseSettings(readJson(request)))
    return json(world.faults.settings())
  },
  'DELETE /_local/faults': (_, { world }) => {
    world.faults.replace(parseSettings({}))
    return json(world.faults.settings())
  },
  'GET /_local/calls': (_, { calls }) => json(calls.counts()),
  'DELETE /_local/calls': (_, { calls }) => {
    calls.reset()
    return json({})
  },
}

/** A page in a browser cannot send this content type here: the browser would ask first, and gets no leave. */
function readJson({ headers, body }: ServiceRequest): unknown {
  if (headers['content-type']?.startsWith('application/json') !== true) {
    throw new ServiceError('ValidationException', 'Faults are sent as application/json.')
  }
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ServiceError('ValidationException', 'The body is no JSON.')
  }
}

function json(value: object): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
