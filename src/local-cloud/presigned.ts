import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { parseBasic } from './faults/clock-skew.ts'
import { ServiceError } from './protocol/service-error.ts'
import type { ServiceRequest } from './types.ts'

const parameters = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'].map((name) => `X-Amz-${name}`)
const longestSeconds = 604_800
const toleratedMs = 15 * 60_000

export function isPresigned({ query }: Pick<ServiceRequest, 'query'>): boolean {
  return query.has('X-Amz-Signature') || query.has('X-Amz-Expires')
}

/**
 * Refuses an address whose time is over, has not come, or whose signature is not that of `secret` (undefined: nobody knows the
 * key). Throws ServiceError as S3 does.
 */
export function checkPresigned(request: ServiceRequest, secret: string | undefined, now: Date): void {
  checkTimes(request.query, now)
  checkHeaders(request)
  if (secret === undefined)
    throw new ServiceError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403)
  const given = Buffer.from(request.query.get('X-Amz-Signature') ?? '')
  const expected = Buffer.from(signatureOf(request, secret))
  if (given.length === expected.length && timingSafeEqual(given, expected)) return
  const text = 'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
  throw new ServiceError('SignatureDoesNotMatch', text, 403)
}

function checkTimes(query: URLSearchParams, now: Date): void {
  if (parameters.some((name) => !query.has(name))) {
    throw malformed(
      `Query-string authentication version 4 requires the ${parameters.slice(0, -1).join(', ')}, and X-Amz-Expires parameters.`,
    )
  }
  const signedMs = parseBasic(query.get('X-Amz-Date') ?? '')
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"')
  if (signedMs === undefined) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  const text = query.get('X-Amz-Expires') ?? ''
  const seconds = Number(text)
  if (!/^-?\d+$/.test(text)) throw malformed('X-Amz-Expires should be a number')
  if (seconds < 0) throw malformed('X-Amz-Expires must be non-negative')
  if (seconds > longestSeconds) throw malformed(`X-Amz-Expires must be less than a week (in seconds) that is ${longestSeconds}`)
  if (signedMs > now.getTime() + toleratedMs) throw new ServiceError('AccessDenied', 'Request is not valid yet', 403)
  if (now.getTime() > signedMs + seconds * 1000) throw new ServiceError('AccessDenied', 'Request has expired', 403)
}

function malformed(text: string): ServiceError {
  return new ServiceError('AuthorizationQueryParametersError', text)
}

/** What a header of Amazon's says would change the request: it must have been signed with it. */
function checkHeaders({ headers, query }: ServiceRequest): void {
  const signed = signedHeaders(query)
  const missing = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !signed.includes(name))
  if (missing.length === 0 && signed.includes('host')) return
  throw new ServiceError('AccessDenied', 'There were headers present in the request which were not signed', 403)
}

function signedHeaders(query: URLSearchParams): string[] {
  return (query.get('X-Amz-SignedHeaders') ?? '').split(';')
}

function signatureOf(request: ServiceRequest, secret: string): string {
  const { query } = request
  const [, day = '', region = '', service = '', end = ''] = (query.get('X-Amz-Credential') ?? '').split('/')
  const scope = [day, region, service, end].join('/')
  const toSign = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date') ?? '', scope, hashOf(canonicalOf(request, service))].join('\n')
  const key = [day, region, service, end].reduce<Buffer | string>((made, part) => hmac(made, part), `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}

function canonicalOf({ method, path, query, headers, body }: ServiceRequest, service: string): string {
  const names = signedHeaders(query)
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
  // Whoever signs an S3 address does not know yet what will be sent.
  const payload =
    headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256') ?? (service === 's3' ? 'UNSIGNED-PAYLOAD' : hashOf(body))
  return [method, canonicalPath(path, service), canonicalQuery(query), lines.join(''), names.join(';'), payload].join('\n')
}

/** S3 takes the path as it was sent; others encode it once more. */
function canonicalPath(path: string, service: string): string {
  const sent = path.split('/').map((part) => encode(decodeURIComponent(part)))
  return (service === 's3' ? sent : sent.map(encode)).join('/')
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => [encode(name), encode(value)] as const)
  const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other))
  return pairs
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&')
}

/** As RFC 3986 has it; encodeURIComponent leaves five more characters alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
