import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '../errors.ts'
import type { Links } from '../ports/links.ts'

const attempts = 4
const timeoutMs = 5 * 60_000

/** HTTP by Node's own client. What a server or the network refuses for a moment is tried again. */
export function createLinks(): Links {
  return {
    async get(address) {
      const answer = await send(address, 'GET', undefined)
      return answer === undefined ? undefined : new Uint8Array(await answer.arrayBuffer())
    },
    async put(address, content) {
      await send(address, 'PUT', content)
    },
  }
}

/** Undefined where there is no such object. */
async function send(address: string, method: 'GET' | 'PUT', content: string | Uint8Array | undefined): Promise<Response | undefined> {
  const action = `s3:${method === 'GET' ? 'GetObject' : 'PutObject'}`
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(address, method, content)
    if (answer instanceof Response && answer.ok) return answer
    if (answer instanceof Response) await answer.body?.cancel()
    if (answer instanceof Response && answer.status === 404 && method === 'GET') return undefined
    if (attempt === attempts || !isPassing(answer)) throw refusal(action, answer)
    await sleep(200 * 4 ** (attempt - 1))
  }
}

/** The server's answer, or what the network says in its place. */
function ask(address: string, method: 'GET' | 'PUT', content: string | Uint8Array | undefined): Promise<unknown> {
  const body = content === undefined ? {} : { body: content as NonNullable<RequestInit['body']> }
  return fetch(address, { method, ...body, signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => error)
}

function isPassing(answer: unknown): boolean {
  return !(answer instanceof Response) || answer.status >= 500
}

function refusal(action: string, answer: unknown): Error {
  if (answer instanceof Response) return fail('cloud.call_failed', { action, code: `${answer.status}`, reason: 'the address was refused' })
  return fail('cloud.call_failed', { action, code: 'NoAnswer', reason: reasonOf(answer) })
}

/** Of the network's failure, which Node keeps in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  return typeof cause?.code === 'string' ? cause.code : 'no answer'
}
