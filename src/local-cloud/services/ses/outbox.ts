import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeUuid } from '../../protocol/uuid.ts'
import type { World } from '../../types.ts'
import { parseMail } from './mail.ts'

/** Table `ses-messages`, by message id. */
interface MessageRecord {
  number: number
  from: string
  to: string[]
  sentAt: string
  file: string
}

/** Lays a message in `<folder>/outbox` as `NNNN-<message id>.eml`, its HTML beside it; returns the message id. */
export async function layInOutbox(world: World, mail: { from: string; to: string[]; raw: Buffer }): Promise<string> {
  const table = world.state.table<MessageRecord>('ses-messages')
  const messageId = `${world.entropy.hex(8)}-${makeUuid(world.entropy)}-000000`
  const number = 1 + Math.max(0, ...table.values().map((message) => message.number))
  const file = `${String(number).padStart(4, '0')}-${messageId}`
  const outbox = join(world.folder, 'outbox')
  // The number is taken before anything is awaited: two mails at once get two numbers.
  const recorded = table.put(messageId, { number, from: mail.from, to: mail.to, sentAt: world.clock.now().toISOString(), file })
  await mkdir(outbox, { recursive: true })
  await writeFile(join(outbox, `${file}.eml`), mail.raw)
  const { html } = parseMail(mail.raw)
  if (html !== undefined) await writeFile(join(outbox, `${file}.html`), html)
  await recorded
  return messageId
}
