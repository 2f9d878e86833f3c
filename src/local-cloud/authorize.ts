import { ServiceError } from './protocol/service-error.ts'
import type { ServiceRequest } from './types.ts'

/** Who a request is for, by the credential scope that it was signed with. */
export interface Scope {
  /** `cloudformation`, `s3`, … */
  service: string
  region: string
}

/**
 * Reads the credential scope from the Authorization header or a presigned query. Signatures of headers are not checked: the
 * local cloud listens on loopback only and has no secrets of anyone's. Throws ServiceError `MissingAuthenticationToken`,
 * `IncompleteSignature`.
 */
export function readScope(request: Pick<ServiceRequest, 'headers' | 'query'> & Partial<ServiceRequest>): Scope {
  const credential = credentialOf(request)
  if (credential === undefined && request.headers.authorization === undefined) {
    if (isUnsignedCall(request)) return { service: 'sts', region: 'us-east-1' }
    throw new ServiceError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
  }
  const [end, service, region] = (credential ?? '').split('/').reverse()
  if (end !== 'aws4_request' || !service || !region) {
    throw new ServiceError('IncompleteSignature', "Authorization header requires 'Credential' parameter with a whole scope.", 403)
  }
  return { service, region }
}

/** The access key id that signed a request; undefined where none did. */
export function accessKeyOf(request: Pick<ServiceRequest, 'headers' | 'query'>): string | undefined {
  return credentialOf(request)?.split('/')[0]
}

function credentialOf({ headers, query }: Pick<ServiceRequest, 'headers' | 'query'>): string | undefined {
  const header = headers.authorization
  return header === undefined ? (query.get('X-Amz-Credential') ?? undefined) : /Credential=([^,\s]+)/.exec(header)?.[1]
}

/** Who comes with a token of another identity provider has nothing yet to sign with. */
function isUnsignedCall({ body, query }: Partial<ServiceRequest>): boolean {
  const form = body === undefined || body.length === 0 ? query : new URLSearchParams(body.toString('utf8'))
  return form?.get('Action') === 'AssumeRoleWithWebIdentity'
}

/** Whether a Host header names this server: a page in a browser that was lured here by another name does not get in. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  const [, name = '', given = '80'] = /^([^:]+|\[[^\]]+\])(?::(\d+))?$/.exec(host ?? '') ?? []
  return Number(given) === port && (name === '127.0.0.1' || name === 'localhost' || name.endsWith('.localhost'))
}
