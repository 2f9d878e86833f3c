import { ServiceError } from './protocol/service-error.ts'
import type { ServiceRequest } from './types.ts'

/** Who a request is for, by the credential scope that it was signed with. */
export interface Scope {
  /** `cloudformation`, `s3`, … */
  service: string
  region: string
}

/**
 * Reads the credential scope from the Authorization header or a presigned query. Signatures are not checked: the local
 * cloud listens on loopback only and has no secrets of anyone's. Throws ServiceError `MissingAuthenticationToken`,
 * `IncompleteSignature`.
 */
export function readScope({ headers, query }: Pick<ServiceRequest, 'headers' | 'query'>): Scope {
  const header = headers.authorization
  const credential = header === undefined ? query.get('X-Amz-Credential') : /Credential=([^,\s]+)/.exec(header)?.[1]
  if (header === undefined && credential === null) {
    throw new ServiceError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
  }
  const [end, service, region] = (credential ?? '').split('/').reverse()
  if (end !== 'aws4_request' || !service || !region) {
    throw new ServiceError('IncompleteSignature', "Authorization header requires 'Credential' parameter with a whole scope.", 403)
  }
  return { service, region }
}

/** Whether a Host header names this server: a page in a browser that was lured here by another name does not get in. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  const [, name = '', given = '80'] = /^([^:]+|\[[^\]]+\])(?::(\d+))?$/.exec(host ?? '') ?? []
  return Number(given) === port && (name === '127.0.0.1' || name === 'localhost' || name.endsWith('.localhost'))
}
