import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StsCall {
  action: string
  form: URLSearchParams
  /** The key id that signed it; undefined where it was not signed. */
  signedBy?: string
}

export interface FakeSts {
  endpoint: string
  calls: StsCall[]
  /** How long keys are good from now on. */
  lifeMs: number
  /** Says why a call is refused, as `[code, message]`. */
  refuse: (call: StsCall) => [code: string, message: string] | undefined
  close(): Promise<void>
}

/** STS on loopback: it gives key ids `KEY1`, `KEY2`, … and tells whoever asks which one signed. */
export async function startFakeSts(): Promise<FakeSts> {
  let serial = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const call = toCall(request, new URLSearchParams(Buffer.concat(chunks).toString()))
    sts.calls.push(call)
    const refusal = sts.refuse(call)
    if (refusal !== undefined) return response.writeHead(refusal[0] === 'ValidationError' ? 400 : 403).end(errorXml(...refusal))
    const isQuestion = call.action === 'GetCallerIdentity'
    const result = isQuestion ? identityXml(call) : keysXml(`KEY${++serial}`, new Date(Date.now() + sts.lifeMs))
    response.writeHead(200, { 'content-type': 'text/xml' })
    response.end(`<${call.action}Response><${call.action}Result>${result}</${call.action}Result></${call.action}Response>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sts: FakeSts = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    lifeMs: 3_600_000,
    refuse: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return sts
}

function toCall(request: IncomingMessage, form: URLSearchParams): StsCall {
  const signedBy = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
  return { action: form.get('Action') ?? '', form, ...(signedBy === undefined ? {} : { signedBy }) }
}

function identityXml({ signedBy }: StsCall): string {
  return `<Arn>arn:aws:sts::111122223333:assumed-role/ci/${signedBy}</Arn><Account>111122223333</Account>`
}

function keysXml(id: string, until: Date): string {
  const keys = `<AccessKeyId>${id}</AccessKeyId><SecretAccessKey>secret-${id}</SecretAccessKey><SessionToken>session-${id}</SessionToken>`
  return `<Credentials>${keys}<Expiration>${until.toISOString()}</Expiration></Credentials>`
}

function errorXml(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
}
