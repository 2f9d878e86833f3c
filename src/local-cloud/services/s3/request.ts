import { ServiceError } from '../../protocol/service-error.ts'
import type { ServiceRequest } from '../../types.ts'

/** A request to S3, as the operations see it. */
export interface S3Request {
  method: string
  /** Empty for the service itself. */
  bucket: string
  /** Decoded; empty for the bucket itself. */
  key: string
  query: URLSearchParams
  headers: Readonly<Record<string, string>>
  /** Without the framing of aws-chunked. */
  body: Buffer
}

/** Finds bucket and key in the path or the host, and takes the body out of its chunks. Throws ServiceError. */
export function parseS3Request(request: ServiceRequest): S3Request {
  const [bucket, path] = splitAddress(request)
  const { method, query, headers } = request
  return { method, bucket, key: decode(path), query, headers, body: isChunked(headers) ? joinChunks(request.body) : request.body }
}

/** `bucket.localhost` and `bucket.s3.….amazonaws.com` name the bucket; any other host leaves it to the path. */
function splitAddress({ path, headers }: ServiceRequest): [bucket: string, path: string] {
  const host = (headers.host ?? '').replace(/:\d+$/, '')
  const virtual = /^(.+?)\.(?:s3[.-].*amazonaws\.com(?:\.cn)?|(?:s3\.)?localhost)$/.exec(host)?.[1]
  if (virtual !== undefined) return [virtual, path.slice(1)]
  const [, bucket = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  return [decode(bucket), rest]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new ServiceError('InvalidURI', `Couldn't parse the specified URI.`)
  }
}

function isChunked(headers: S3Request['headers']): boolean {
  return /\baws-chunked\b/.test(headers['content-encoding'] ?? '') || (headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')
}

/** `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n … 0\r\n<trailing checksums>`: what SDKs send by default. */
function joinChunks(body: Buffer): Buffer {
  const chunks: Buffer[] = []
  let at = 0
  while (at < body.length) {
    const lineEnd = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    if (lineEnd === -1 || Number.isNaN(size)) throw new ServiceError('IncompleteBody', 'The body is not well chunked.')
    if (size === 0) break
    if (lineEnd + 2 + size > body.length) throw new ServiceError('IncompleteBody', 'The body ends within a chunk.')
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(chunks)
}
