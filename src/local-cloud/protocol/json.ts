import type { JsonValue } from '../../production/json.ts'
import type { ServiceRequest, ServiceResponse } from '../types.ts'
import { ServiceError } from './service-error.ts'

export type JsonMap = Record<string, JsonValue>

/** A call in awsJson 1.0 or 1.1: the operation of `X-Amz-Target: Service.Operation`, and its input. */
export interface JsonCall {
  operation: string
  input: JsonMap
}

/** Parses an awsJson request. Throws ServiceError `UnknownOperationException` or `SerializationException`. */
export function parseJsonCall(request: ServiceRequest): JsonCall {
  const operation = request.headers['x-amz-target']?.split('.').at(-1)
  if (!operation) throw new ServiceError('UnknownOperationException', 'The request names no operation.')
  return { operation, input: parseJsonBody(request) }
}

/** The body of an awsJson or restJson request; `{}` where it is empty. Throws ServiceError `SerializationException`. */
export function parseJsonBody(request: ServiceRequest): JsonMap {
  if (request.body.length === 0) return {}
  const value = parse(request.body.toString('utf8'))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new ServiceError('SerializationException', 'The body is no JSON object.')
}

/** The answer to an awsJson or restJson call. */
export function formatJsonAnswer(result: object, requestId: string, status = 200): ServiceResponse {
  return { status, headers: headers(requestId), body: JSON.stringify(result) }
}

/** The error answer of awsJson (`__type`) and restJson (`x-amzn-errortype`), which clients read either way. */
export function formatJsonError(error: ServiceError, requestId: string): ServiceResponse {
  const body = JSON.stringify({ __type: error.code, message: error.message, Message: error.message })
  return { status: error.status, headers: { ...headers(requestId), 'x-amzn-errortype': error.code }, body }
}

function headers(requestId: string): Record<string, string> {
  return { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId }
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    throw new ServiceError('SerializationException', 'The body is no JSON.')
  }
}
