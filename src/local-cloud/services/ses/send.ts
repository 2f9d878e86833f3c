import type { QueryMap, QueryValue } from '../../protocol/query.ts'
import { queryList, queryMap, queryText } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { World } from '../../types.ts'
import { isVerified } from './identities.ts'
import { parseAddresses, parseMail } from './mail.ts'
import { layInOutbox } from './outbox.ts'

/** SendRawEmail: sender and recipients come from the request, or from the message's own headers. */
export async function sendRawEmail(input: QueryMap, world: World): Promise<XmlObject> {
  const raw = Buffer.from(queryText(queryMap(input.RawMessage).Data) ?? '', 'base64')
  const { headers } = parseMail(raw)
  const header = parseAddresses(headers.from ?? '')
  const given = parseAddresses(queryText(input.Source) ?? '')
  const senders = [...new Set([...given, ...header])]
  const listed = textsOf(input.Destinations)
  const to = listed.length > 0 ? listed : [headers.to, headers.cc, headers.bcc].flatMap((value) => parseAddresses(value ?? ''))
  return deliver(world, { senders, to, raw })
}

/** SendEmail: the message is put together from its parts. */
export async function sendEmail(input: QueryMap, world: World): Promise<XmlObject> {
  const source = queryText(input.Source) ?? ''
  const destination = queryMap(input.Destination)
  const [to, cc, bcc] = [destination.ToAddresses, destination.CcAddresses, destination.BccAddresses].map(textsOf)
  const raw = composeMail(queryMap(input.Message), [
    ['From', source],
    ['To', (to ?? []).join(', ')],
    ['Cc', (cc ?? []).join(', ')],
  ])
  return deliver(world, { senders: parseAddresses(source), to: [...(to ?? []), ...(cc ?? []), ...(bcc ?? [])], raw })
}

async function deliver(world: World, mail: { senders: string[]; to: string[]; raw: Buffer }): Promise<XmlObject> {
  const [from] = mail.senders
  if (from === undefined) throw new ServiceError('InvalidParameterValue', 'Missing required header: From.')
  if (mail.to.length === 0) throw new ServiceError('InvalidParameterValue', 'Missing final recipient.')
  if (mail.to.length > 50) throw new ServiceError('InvalidParameterValue', 'Recipient count exceeds 50.')
  if (mail.raw.length > 10 * 1024 * 1024)
    throw new ServiceError('InvalidParameterValue', 'Message length is more than 10485760 bytes long.')
  checkVerified(world, mail)
  return { MessageId: await layInOutbox(world, { from, to: mail.to, raw: mail.raw }) }
}

/** Senders must be verified; while the account is in the sandbox (record `ses-account/sandbox`), recipients too. */
function checkVerified(world: World, mail: { senders: string[]; to: string[] }): void {
  const isSandboxed = world.state.table('ses-account').get('sandbox') !== undefined
  const checked = isSandboxed ? [...mail.senders, ...mail.to.flatMap(parseAddresses)] : mail.senders
  const failed = [...new Set(checked)].filter((address) => !isVerified(world, address))
  if (failed.length === 0) return
  const region = world.region.toUpperCase()
  const text = `Email address is not verified. The following identities failed the check in region ${region}: ${failed.join(', ')}`
  throw new ServiceError('MessageRejected', text)
}

function composeMail(message: QueryMap, addresses: [string, string][]): Buffer {
  const part = (name: 'Text' | 'Html') => queryText(queryMap(queryMap(message.Body)[name]).Data)
  const subject = queryText(queryMap(message.Subject).Data) ?? ''
  const head = [...addresses, ['Subject', `=?UTF-8?B?${base64(subject)}?=`], ['MIME-Version', '1.0']]
  const headers = head.filter(([, value]) => value !== '').map(([name, value = '']) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`)
  const parts = [formatPart('plain', part('Text')), formatPart('html', part('Html'))].filter((text) => text !== '')
  const boundary = 'prod-replica-local-cloud-boundary'
  const body = parts.map((text) => `--${boundary}\r\n${text}\r\n`).join('')
  const type = `Content-Type: multipart/alternative; boundary="${boundary}"`
  return Buffer.from(`${[...headers, type].join('\r\n')}\r\n\r\n${body}--${boundary}--\r\n`)
}

function formatPart(subtype: 'plain' | 'html', text: string | undefined): string {
  if (text === undefined) return ''
  const lines = base64(text).replace(/(.{76})/g, '$1\r\n')
  return `Content-Type: text/${subtype}; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}`
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function textsOf(value: QueryValue | undefined): string[] {
  return queryList(value).map((item) => queryText(item) ?? '')
}
