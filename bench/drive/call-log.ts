import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readScope } from '../../src/local-cloud/authorize.ts'
import { operationOf } from '../../src/local-cloud/operation-name.ts'
import type { ServiceRequest } from '../../src/local-cloud/types.ts'

/** A door to the local cloud that writes down every call that comes through it. */
export interface CallLog {
  endpoint: string
  calls: { operation: string; atMs: number }[]
  close(): Promise<void>
}

/** Opens the door on loopback. With `slowly`, deletions in express mode become standard ones, as all others are. */
export async function openCallLog(cloud: string, slowly: boolean): Promise<CallLog> {
  const calls: CallLog['calls'] = []
  const agent = new Agent({ keepAlive: true })
  const server = createServer((incoming, answer) => {
    void readBody(incoming).then((body) => {
      const operation = nameCall(incoming, body)
      calls.push({ operation, atMs: Date.now() })
      passOn(incoming, slowly ? inStandardMode(operation, body) : body, answer, new URL(cloud), agent)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
      agent.destroy()
    })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, close }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function nameCall(incoming: IncomingMessage, body: Buffer): string {
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  const call: ServiceRequest = { method: incoming.method ?? 'GET', path, query: new URLSearchParams(query), headers, body }
  try {
    return operationOf(readScope(call).service, call)
  } catch {
    return 'unsigned'
  }
}

/** Deletions are asked for in express mode whatever the stack holds. */
function inStandardMode(operation: string, body: Buffer): Buffer {
  if (operation !== 'DeleteStack') return body
  const form = new URLSearchParams(body.toString('utf8'))
  for (const key of [...form.keys()].filter((each) => each.startsWith('DeploymentConfig'))) form.delete(key)
  return Buffer.from(form.toString())
}

function passOn({ method, url, headers }: IncomingMessage, body: Buffer, answer: ServerResponse, cloud: URL, agent: Agent): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers
  const sent = { ...kept, host: cloud.host, 'content-length': body.length }
  const onward = request({ host: cloud.hostname, port: cloud.port, method, path: url, headers: sent, agent }, (reply) => {
    answer.writeHead(reply.statusCode ?? 500, reply.headers)
    reply.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  onward.end(body)
}
