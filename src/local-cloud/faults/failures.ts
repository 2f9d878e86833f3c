import { ServiceError } from '../protocol/service-error.ts'

/** A way in which a call fails on request, in the words of a fault: of whatever protocol its service speaks. */
export type Failure = 'throttled' | 'expired' | 'skewed' | 'invalid-token' | '500' | '503'

type Answer = readonly [code: string, message: string, status: number]

/** What most services answer that speak AWS's query protocol. */
const query: Readonly<Record<Failure, Answer>> = {
  throttled: ['Throttling', 'Rate exceeded', 400],
  expired: ['ExpiredToken', 'The security token included in the request is expired', 403],
  skewed: ['SignatureDoesNotMatch', 'Signature expired: the time of the request is too far from the time of the server (5 min.)', 403],
  'invalid-token': ['InvalidClientTokenId', 'The security token included in the request is invalid.', 403],
  '500': ['InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.', 500],
  '503': ['ServiceUnavailable', 'Service Unavailable. Please try again later.', 503],
}

const json: typeof query = {
  throttled: ['ThrottlingException', 'Rate exceeded', 400],
  expired: ['ExpiredTokenException', 'The security token included in the request is expired', 400],
  skewed: ['InvalidSignatureException', query.skewed[1], 400],
  'invalid-token': ['UnrecognizedClientException', 'The security token included in the request is invalid.', 400],
  '500': ['InternalServerException', query['500'][1], 500],
  '503': ['ServiceUnavailableException', query['503'][1], 503],
}

/** Where a service has words of its own. */
const own: Readonly<Record<string, Partial<typeof query>>> = {
  s3: {
    throttled: ['SlowDown', 'Please reduce your request rate.', 503],
    expired: ['ExpiredToken', 'The provided token has expired.', 400],
    skewed: ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403],
    'invalid-token': ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
    '500': ['InternalError', 'We encountered an internal error. Please try again.', 500],
  },
  ec2: {
    throttled: ['RequestLimitExceeded', 'Request limit exceeded.', 503],
    expired: ['RequestExpired', 'Request has expired.', 400],
    skewed: ['RequestExpired', 'Request has expired.', 400],
    'invalid-token': ['AuthFailure', 'AWS was not able to validate the provided access credentials', 401],
    '500': ['InternalError', 'An internal error has occurred', 500],
    '503': ['Unavailable', 'The service is unavailable. Please try again shortly.', 503],
  },
  tagging: { throttled: ['ThrottledException', 'Rate exceeded', 400], '500': ['InternalServiceException', query['500'][1], 500] },
  ssm: { '500': ['InternalServerError', query['500'][1], 500] },
  ecr: { '500': ['ServerException', query['500'][1], 500] },
  secretsmanager: { '500': ['InternalServiceError', query['500'][1], 500] },
}

const jsonServices = new Set(['tagging', 'ssm', 'ecr', 'secretsmanager', 'scheduler', 'cloudcontrolapi'])

/** The error as AWS words it for a service, by its signing name. */
export function failureOf(failure: Failure, service: string): ServiceError {
  const [code, message, status] = own[service]?.[failure] ?? (jsonServices.has(service) ? json : query)[failure]
  return new ServiceError(code, message, status)
}

/** The error that a fault asks for: one of the words above, or a code of AWS's, taken as it is. */
export function errorOf(text: string, service: string): ServiceError {
  if (Object.hasOwn(query, text)) return failureOf(text as Failure, service)
  if (/^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException)$/.test(text)) {
    return new ServiceError(text, 'Rate exceeded')
  }
  const isServers = /^(Internal|ServiceUnavailable|ServerException)/.test(text)
  return new ServiceError(text, 'A fault that was asked for.', isServers ? 503 : 400)
}

/** Whether a service's errors are JSON; those that speak REST tell it by nothing in the request. */
export function speaksJson(service: string): boolean {
  return jsonServices.has(service)
}
