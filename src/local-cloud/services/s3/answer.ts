import type { ServiceError } from '../../protocol/service-error.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import { formatXml } from '../../protocol/xml.ts'
import type { ServiceResponse } from '../../types.ts'

/** An XML answer of S3, whose root element carries S3's namespace. */
export function formatS3Answer(root: string, content: XmlObject): ServiceResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${formatXml(content)}</${root}>`
  return { status: 200, headers: { 'content-type': 'application/xml' }, body }
}

export function formatS3Error(error: ServiceError, resource: string, requestId: string): ServiceResponse {
  const content = formatXml({ Code: error.code, Message: error.message, Resource: resource, RequestId: requestId })
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${content}</Error>`,
  }
}

/** The texts of every element of a name in a small XML document, entities decoded. */
export function textsOfElement(xml: string, name: string): string[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:\\w+:)?${name}>`, 'g')
  return [...xml.matchAll(pattern)].map((match) => match[1] ?? '')
}

/** The first element's text with its entities decoded; undefined where there is none. */
export function textOfElement(xml: string, name: string): string | undefined {
  return textsOfElement(xml, name)[0]?.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, entity) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return entities[entity] ?? whole
  })
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
