import type { ServiceRequest } from './types.ts'

/** The name that AWS gives the operation of a request, whatever protocol it comes in: `DescribeStacks`, `PutObject`. */
export function operationOf(service: string, request: ServiceRequest): string {
  const target = request.headers['x-amz-target']?.split('.').at(-1)
  if (target !== undefined) return target
  if (service === 's3') return s3Operation(request)
  if (service === 'scheduler') return restOperation(request)
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  return (isForm ? new URLSearchParams(request.body.toString('utf8')) : request.query).get('Action') ?? ''
}

/** `POST /schedules/a` creates a schedule, `GET /schedule-groups` lists groups. */
function restOperation({ method, path }: ServiceRequest): string {
  const [, kind = '', name] = path.split('/')
  const noun = kind === 'schedule-groups' ? 'ScheduleGroup' : 'Schedule'
  if (!name) return `List${noun}s`
  return `${verbs[method] ?? method}${noun}`
}

const verbs: Readonly<Record<string, string>> = { POST: 'Create', PUT: 'Update', GET: 'Get', DELETE: 'Delete' }

function s3Operation({ method, path, query, headers }: ServiceRequest): string {
  const isVirtual = /^.+\.(s3[.-].*|localhost)(:\d+)?$/.test(headers.host ?? '')
  const key = isVirtual ? path.slice(1) : path.split('/').slice(2).join('/')
  if (key !== '') return query.has('uploadId') || query.has('uploads') ? 'MultipartUpload' : (onObject[method] ?? method)
  const subresource = Object.keys(onBucket).find((name) => query.has(name))
  const bucket = isVirtual || path.length > 1
  if (subresource !== undefined) return `${method === 'PUT' ? 'Put' : ''}${onBucket[subresource]}`
  if (method === 'GET') return bucket ? 'ListObjects' : 'ListBuckets'
  return { PUT: 'CreateBucket', HEAD: 'HeadBucket', DELETE: 'DeleteBucket' }[method] ?? method
}

const onObject: Readonly<Record<string, string>> = { PUT: 'PutObject', GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }
const onBucket: Readonly<Record<string, string>> = {
  'list-type': 'ListObjectsV2',
  versions: 'ListObjectVersions',
  delete: 'DeleteObjects',
  versioning: 'BucketVersioning',
  tagging: 'BucketTagging',
  location: 'GetBucketLocation',
}
