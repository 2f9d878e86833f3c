import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { fail } from '../errors.ts'
import { handleRequest, type Serving } from './handle-request.ts'
import type { ServiceRequest, ServiceResponse } from './types.ts'

export interface LocalServer {
  port: number
  /** Answers requests from here on; those that came before wait. */
  serve(serving: Serving): void
  /** Takes no more requests, and resolves when the last answer is out. */
  close(): Promise<void>
}

const largestBody = 512 * 1024 * 1024

/** Listens on 127.0.0.1; port 0 takes a free one. Rejects with `local.port_in_use`. */
export async function listen(port: number): Promise<LocalServer> {
  let start: (serving: Serving) => void = () => {}
  const serving = new Promise<Serving>((resolve) => {
    start = resolve
  })
  const server = createServer((message, response) => {
    answer(message, response, serving).catch(() => response.destroy())
  })
  await bind(server, port)
  return { port: (server.address() as AddressInfo).port, serve: start, close: () => close(server) }
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? fail('local.port_in_use', { port }, error) : error),
    )
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

async function answer(message: IncomingMessage, response: ServerResponse, serving: Promise<Serving>): Promise<void> {
  const result = await respond(message, await serving)
  const { status, headers, body = '', cut } = result
  if (cut !== undefined) return cutOff(message.socket, cut)
  response.writeHead(status, { ...headers, 'content-length': headers?.['content-length'] ?? Buffer.byteLength(body) })
  response.end(message.method === 'HEAD' ? undefined : body)
}

/** What a client sees of a connection that breaks: an end without an answer, or ECONNRESET. */
function cutOff(socket: Socket, cut: 'close' | 'reset'): void {
  if (cut === 'reset') socket.resetAndDestroy()
  else socket.destroy()
}

async function respond(message: IncomingMessage, serving: Serving): Promise<ServiceResponse> {
  const body = await readBody(message)
  if (body === undefined) return { status: 413, body: `The local cloud takes ${largestBody} bytes in one request at most.` }
  return handleRequest(toRequest(message, body), serving)
}

/** Undefined where it is too large. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message) {
    length += (chunk as Buffer).length
    if (length <= largestBody) chunks.push(chunk as Buffer)
  }
  return length > largestBody ? undefined : Buffer.concat(chunks)
}

function toRequest(message: IncomingMessage, body: Buffer): ServiceRequest {
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s)
  const headers = Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')])
  return { method: message.method ?? 'GET', path, query: new URLSearchParams(query), headers: Object.fromEntries(headers), body }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    // Clients keep connections open for a next request that will not be answered.
    setTimeout(() => server.closeAllConnections(), 500).unref()
  })
}
