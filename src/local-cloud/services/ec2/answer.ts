import type { ServiceError } from '../../protocol/service-error.ts'
import { formatXml, type XmlObject } from '../../protocol/xml.ts'
import type { ServiceResponse } from '../../types.ts'

/** EC2 speaks the query protocol with a form of its own: no `Result` around the result, `item` for `member`. */
export function formatEc2Answer(action: string, result: XmlObject, requestId: string): ServiceResponse {
  const body = formatXml({ requestId, ...result })
  return xml(200, `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${body}</${action}Response>`)
}

export function formatEc2Error(error: ServiceError, requestId: string): ServiceResponse {
  const body = formatXml({ Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: requestId })
  return xml(error.status, `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${body}</Response>`)
}

/** A list as EC2 spells it. */
export function items(list: readonly XmlObject[]): XmlObject {
  return { item: list }
}

function xml(status: number, body: string): ServiceResponse {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body }
}
