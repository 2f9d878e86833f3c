import { ServiceError } from '../../protocol/service-error.ts'
import { makeUuid } from '../../protocol/uuid.ts'
import type { Service, ServiceResponse, World } from '../../types.ts'
import { formatS3Error } from './answer.ts'
import { bucketActions, listBuckets } from './bucket-actions.ts'
import { listObjects, listObjectVersions } from './listing.ts'
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart.ts'
import { get, put, remove } from './object-actions.ts'
import type { S3Request } from './request.ts'
import { parseS3Request } from './request.ts'

/** S3 (restXml), by path or by host. Buckets are directories. */
export const s3: Service = {
  signingName: 's3',
  async handle(request, world) {
    const requestId = makeUuid(world.entropy)
    try {
      const answer = await route(parseS3Request(request), world)
      return { ...answer, headers: { ...answer.headers, 'x-amz-request-id': requestId } }
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error
      const answer = formatS3Error(error, request.path, requestId)
      // The answer to HEAD has no body: clients tell what is wrong from the status.
      return request.method === 'HEAD' ? { status: answer.status } : answer
    }
  },
}

function route(request: S3Request, world: World): Promise<ServiceResponse> | ServiceResponse {
  if (request.bucket === '') return listBuckets(world)
  return request.key === '' ? routeBucket(request, world) : routeObject(request, world)
}

function routeBucket(request: S3Request, world: World): Promise<ServiceResponse> | ServiceResponse {
  const { method, query } = request
  const subresource = ['location', 'versioning', 'tagging', 'delete'].find((name) => query.has(name))
  const action = bucketActions[subresource === undefined ? method : `${method} ${subresource}`]
  if (method === 'GET' && query.has('versions')) return listObjectVersions(request, world)
  if (method === 'GET' && subresource === undefined && !isForeign(query)) return listObjects(request, world)
  if (action === undefined || isForeign(query)) return refuse(request)
  return action(request, world)
}

function routeObject(request: S3Request, world: World): Promise<ServiceResponse> | ServiceResponse {
  const { method, query } = request
  if (query.has('uploadId')) {
    const actions = { PUT: uploadPart, POST: completeUpload, DELETE: abortUpload }
    return (actions[method as keyof typeof actions] ?? refuse)(request, world)
  }
  if (method === 'POST' && query.has('uploads')) return createUpload(request, world)
  if (isForeign(query) || query.has('tagging')) return refuse(request)
  const actions = { PUT: put, GET: get, HEAD: get, DELETE: remove }
  return (actions[method as keyof typeof actions] ?? refuse)(request, world)
}

/** Subresources of S3 that the local cloud does not have: better refused than taken for something else. */
function isForeign(query: URLSearchParams): boolean {
  const foreign = [
    'acl',
    'policy',
    'lifecycle',
    'cors',
    'website',
    'encryption',
    'notification',
    'replication',
    'publicAccessBlock',
    'uploads',
  ]
  return foreign.some((name) => query.has(name))
}

function refuse({ method, query }: S3Request): never {
  throw new ServiceError('NotImplemented', `The local cloud does not know S3's ${method} with "${[...query.keys()].join(', ')}".`, 501)
}
