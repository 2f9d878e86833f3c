import type { ServiceRequest, ServiceResponse } from '../types.ts'
import { ServiceError } from './service-error.ts'
import type { XmlObject } from './xml.ts'
import { formatXml } from './xml.ts'

/** A call in AWS's query protocol: an action and its input as nested JSON; every leaf is text. */
export interface QueryCall {
  action: string
  input: QueryMap
}
export type QueryValue = string | QueryValue[] | QueryMap
export interface QueryMap {
  [name: string]: QueryValue | undefined
}

/**
 * Parses a query request (form body, or the query of a GET). `Tags.member.1.Key=a` gives `{Tags: [{Key: 'a'}]}`, a
 * flattened `Filter.1.Name` the same, `Map.entry.1.key` an object. Throws ServiceError `MissingAction`.
 */
export function parseQuery(request: ServiceRequest): QueryCall {
  const form = new URLSearchParams(request.body.length > 0 ? request.body.toString('utf8') : request.query)
  const action = form.get('Action')
  if (!action) throw new ServiceError('MissingAction', 'Missing Action')
  const root = branch()
  for (const [name, value] of form) if (name !== 'Action' && name !== 'Version') place(root, name.split('.'), value)
  const input = collapse(root)
  return { action, input: typeof input === 'object' && !Array.isArray(input) ? input : {} }
}

/** The answer to a query action: `<ActionResponse xmlns><ActionResult>…</ActionResult><ResponseMetadata>…`. */
export function formatQueryAnswer(options: { action: string; namespace: string; result?: XmlObject; requestId: string }): ServiceResponse {
  const { action, namespace, result, requestId } = options
  const body = formatXml({
    ...(result === undefined ? {} : { [`${action}Result`]: result }),
    ResponseMetadata: { RequestId: requestId },
  })
  return xml(200, `<${action}Response xmlns="${namespace}">${body}</${action}Response>`, requestId)
}

/** The query protocol's error answer. `error` is a ServiceError; the message is shown to the client. */
export function formatQueryError(error: ServiceError, namespace: string, requestId: string): ServiceResponse {
  const Type = error.status < 500 ? 'Sender' : 'Receiver'
  const body = formatXml({ Error: { Type, Code: error.code, Message: error.message }, RequestId: requestId })
  return xml(error.status, `<ErrorResponse xmlns="${namespace}">${body}</ErrorResponse>`, requestId)
}

/** The list at a name of the input; empty where it is absent. */
export function queryList(value: QueryValue | undefined): QueryValue[] {
  return Array.isArray(value) ? value : []
}

/** The text at a name of the input; undefined where it is absent or no text. */
export function queryText(value: QueryValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The structure at a name of the input; empty where it is absent. */
export function queryMap(value: QueryValue | undefined): QueryMap {
  return typeof value === 'object' && !Array.isArray(value) ? value : {}
}

function xml(status: number, text: string, requestId: string): ServiceResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body: text }
}

interface Branch {
  text?: string
  children: Map<string, Branch>
}

function branch(): Branch {
  return { children: new Map() }
}

function place(root: Branch, path: readonly string[], text: string): void {
  let at = root
  for (const part of path) {
    const next = at.children.get(part) ?? branch()
    at.children.set(part, next)
    at = next
  }
  at.text = text
}

function collapse(tree: Branch): QueryValue {
  if (tree.children.size === 0) return tree.text ?? ''
  const wrapped = tree.children.size === 1 ? (tree.children.get('member') ?? tree.children.get('entry')) : undefined
  if (wrapped !== undefined && isNumbered(wrapped)) return tree.children.has('entry') ? toMap(wrapped) : toList(wrapped)
  return isNumbered(tree) ? toList(tree) : Object.fromEntries([...tree.children].map(([name, child]) => [name, collapse(child)]))
}

function isNumbered(tree: Branch): boolean {
  return tree.children.size > 0 && [...tree.children.keys()].every((name) => /^[1-9]\d{0,6}$/.test(name))
}

function toList(tree: Branch): QueryValue[] {
  return [...tree.children].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => collapse(child))
}

function toMap(tree: Branch): QueryMap {
  const pairs = toList(tree).map((pair) => queryMap(pair))
  return Object.fromEntries(pairs.map((pair) => [queryText(pair.key) ?? '', pair.value ?? '']))
}
