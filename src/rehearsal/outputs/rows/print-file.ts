import { createHash } from 'node:crypto'
import type { Files } from '../../../ports/files.ts'

/** What a file's bytes are, in one pass over them. */
export interface FilePrint {
  sha256: string
  bytes: number
  encoding: Encoding
}

/** As TextDecoder names them. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Reads a file once: its hash, its size, and how its text is encoded if it is text. */
export async function printFile(path: string, files: Files): Promise<FilePrint> {
  const hash = createHash('sha256')
  const text = createEncodingGuess()
  let bytes = 0
  for await (const chunk of files.stream(path)) {
    hash.update(chunk)
    text.see(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes, encoding: text.encoding() }
}

/** What is no UTF-8 and has no mark of UTF-16 is taken for Latin: every byte is a character of it. */
function createEncodingGuess(): { see(chunk: Uint8Array): void; encoding(): Encoding } {
  let encoding: Encoding | undefined
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array): void => {
    try {
      if (chunk === undefined) decoder.decode()
      else decoder.decode(chunk, { stream: true })
    } catch {
      encoding = 'windows-1252'
    }
  }
  let isFirst = true
  return {
    see(chunk) {
      if (isFirst) encoding = markedEncoding(chunk)
      isFirst = false
      if (encoding === undefined) decode(chunk)
    },
    encoding() {
      if (encoding === undefined) decode()
      return encoding ?? 'utf-8'
    },
  }
}

function markedEncoding(chunk: Uint8Array): Encoding | undefined {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le'
  return chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : undefined
}

/** A file's text, piece by piece, without its byte order mark. */
export async function* readPieces(path: string, encoding: Encoding, files: Files): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of files.stream(path)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
