import { ServiceError } from '../../protocol/service-error.ts'
import type { ServiceResponse, World } from '../../types.ts'
import { formatS3Answer } from './answer.ts'
import { demandBucket } from './bucket-records.ts'
import type { ObjectVersion } from './object-store.ts'
import { deleteObject, findObject, putObject, readObject } from './object-store.ts'
import type { S3Request } from './request.ts'

/** PutObject and CopyObject. */
export async function put(request: S3Request, world: World): Promise<ServiceResponse> {
  const { bucket, key, headers } = request
  demandBucket(world, bucket)
  if (headers['if-none-match'] === '*' && isThere(world, bucket, key)) {
    throw new ServiceError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412)
  }
  if (headers['x-amz-copy-source'] !== undefined) return copy(request, headers['x-amz-copy-source'], world)
  const version = await putObject(world, bucket, { key, content: request.body, headers: keptHeaders(headers) })
  return { status: 200, headers: { etag: `"${version.etag}"`, ...versionHeader(version) } }
}

/** GetObject, whole or a range of it, and HeadObject. */
export async function get({ method, bucket, key, query, headers }: S3Request, world: World): Promise<ServiceResponse> {
  demandBucket(world, bucket)
  const version = findObject(world, bucket, key, query.get('versionId') ?? undefined)
  const described = {
    'content-type': 'binary/octet-stream',
    ...version.headers,
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...versionHeader(version),
  }
  if (method === 'HEAD') return { status: 200, headers: { ...described, 'content-length': String(version.size) } }
  const body = await readObject(world, bucket, version)
  const range = parseRange(headers.range, body.length)
  if (range === undefined) return { status: 200, headers: { ...described, 'content-length': String(body.length) }, body }
  const [start, end] = range
  return {
    status: 206,
    headers: { ...described, 'content-length': String(end - start + 1), 'content-range': `bytes ${start}-${end}/${body.length}` },
    body: body.subarray(start, end + 1),
  }
}

/** DeleteObject. */
export async function remove({ bucket, key, query }: S3Request, world: World): Promise<ServiceResponse> {
  demandBucket(world, bucket)
  const gone = await deleteObject(world, bucket, key, query.get('versionId') ?? undefined)
  const headers = {
    ...(gone.versionId !== undefined && { 'x-amz-version-id': gone.versionId }),
    ...(gone.isMarker && { 'x-amz-delete-marker': 'true' }),
  }
  return { status: 204, headers }
}

async function copy(request: S3Request, source: string, world: World): Promise<ServiceResponse> {
  const [path = '', versionId] = source.split('?versionId=')
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path)) ?? []
  demandBucket(world, bucket)
  const original = findObject(world, bucket, key, versionId)
  const headers = request.headers['x-amz-metadata-directive'] === 'REPLACE' ? keptHeaders(request.headers) : original.headers
  const content = await readObject(world, bucket, original)
  const version = await putObject(world, request.bucket, { key: request.key, content, headers })
  return formatS3Answer('CopyObjectResult', { ETag: `"${version.etag}"`, LastModified: version.lastModified })
}

/** The headers that a GET gives back. `aws-chunked` was the transport's, not the object's. */
export function keptHeaders(headers: S3Request['headers']): Record<string, string> {
  const names = ['content-type', 'content-disposition', 'content-language', 'cache-control', 'expires']
  const kept = Object.entries(headers).filter(([name]) => names.includes(name) || name.startsWith('x-amz-meta-'))
  const encoding = (headers['content-encoding'] ?? '')
    .split(/\s*,\s*/)
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',')
  return { ...Object.fromEntries(kept), ...(encoding !== '' && { 'content-encoding': encoding }) }
}

/** First and last byte of `bytes=…`; undefined where the whole object is meant. Throws ServiceError `InvalidRange`. */
function parseRange(text: string | undefined, size: number): [start: number, end: number] | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? []
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start >= size || end < start) throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', 416)
  return [start, end]
}

function isThere(world: World, bucket: string, key: string): boolean {
  try {
    return findObject(world, bucket, key) !== undefined
  } catch (error) {
    if (error instanceof ServiceError) return false
    throw error
  }
}

function versionHeader(version: ObjectVersion): Record<string, string> {
  return version.versionId === 'null' ? {} : { 'x-amz-version-id': version.versionId }
}
