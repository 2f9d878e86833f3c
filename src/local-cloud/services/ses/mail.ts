/** What of a raw message the local cloud looks at. */
export interface ParsedMail {
  headers: Readonly<Record<string, string>>
  /** The first text/html part, decoded; undefined where there is none. */
  html: string | undefined
}

/** Reads a message's headers and finds its HTML part, through nested multiparts. */
export function parseMail(raw: Buffer): ParsedMail {
  // Latin-1 keeps every byte as one character; decoding happens where the charset is known.
  const text = raw.toString('latin1')
  return { headers: parseHeaders(text), html: findHtml(text, 0) }
}

/** The addresses of a header or parameter: `"A, B" <a@b.c>, d@e.f` gives `['a@b.c', 'd@e.f']`. */
export function parseAddresses(text: string): string[] {
  const plain = text.replace(/"(?:\\.|[^"\\])*"/g, '').replace(/\([^()]*\)/g, '')
  return plain
    .split(/[,;]/)
    .map((part) => (/<([^<>]*)>/.exec(part)?.[1] ?? part).trim())
    .filter((address) => address.includes('@'))
}

function findHtml(entity: string, depth: number): string | undefined {
  const headers = parseHeaders(entity)
  const type = headers['content-type'] ?? 'text/plain'
  const body = bodyOf(entity)
  if (/^text\/html\b/i.test(type)) return decode(body, headers['content-transfer-encoding'] ?? '7bit', type)
  const boundary = /\bboundary="?([^";]+)"?/i.exec(type)?.[1]
  if (!/^multipart\//i.test(type) || boundary === undefined || depth > 8) return undefined
  for (const part of body.split(`--${boundary}`).slice(1)) {
    const found = part.startsWith('--') ? undefined : findHtml(part.replace(/^\r?\n/, ''), depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function parseHeaders(entity: string): Record<string, string> {
  const head = entity.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const pairs = lines.map((line) => /^([!-9;-~]+):\s*(.*)$/.exec(line)).filter((match) => match !== null)
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name.toLowerCase(), value.trim()]))
}

function bodyOf(entity: string): string {
  const end = /\r?\n\r?\n/.exec(entity)
  return end === null ? '' : entity.slice(end.index + end[0].length)
}

function decode(body: string, encoding: string, type: string): string {
  const charset = /\bcharset="?([^";\s]+)"?/i.exec(type)?.[1] ?? 'utf-8'
  const bytes = decodeBytes(body, encoding.toLowerCase())
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}

function decodeBytes(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.replace(/\s/g, ''), 'base64')
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1')
  const joined = body.replace(/[ \t]*=\r?\n/g, '')
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
