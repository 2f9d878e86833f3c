import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RecordingProxy {
  endpoint: string
  /** Every action that was sent, in order: `GetTemplate`, or `PUT /bucket/key` where the service has no actions. */
  readonly actions: string[]
  /** What each sent, as the fields of a form; empty for a service that sends none. */
  readonly forms: URLSearchParams[]
  close(): Promise<void>
}

/** Hands every request on to an AWS endpoint of loopback, and writes down what it asks for. */
export async function startRecordingProxy(endpoint: string): Promise<RecordingProxy> {
  const actions: string[] = []
  const forms: URLSearchParams[] = []
  const { port, host } = new URL(endpoint)
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const { method = '', url: path = '/', headers } = message
    const target = String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1)
    const form = new URLSearchParams(body.toString())
    forms.push(form)
    actions.push(form.get('Action') ?? (target || `${method} ${path}`))
    // The local cloud answers to its own name alone.
    const onward = send({ host: '127.0.0.1', port, method, path, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    onward.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    actions,
    forms,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
