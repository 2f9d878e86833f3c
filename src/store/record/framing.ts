import { joinBytes } from './bytes.ts'

/** One message of the PostgreSQL protocol: its type byte, and its body or the start of it. */
export type OnMessage = (type: number, body: Uint8Array) => void

const headerLength = 5

/**
 * Cuts a byte stream, which comes in chunks of any size, into messages. Of each body at most `capture(type)` bytes are
 * handed on; the rest is stepped over without being looked at or copied. The body is only valid during the call.
 */
export function createFraming(capture: (type: number) => number, onMessage: OnMessage): (chunk: Uint8Array) => void {
  const header = new Uint8Array(headerLength)
  let headerFilled = 0
  let remaining = 0
  let wanted = 0
  let kept: Uint8Array[] = []

  const begin = (): void => {
    remaining = Math.max(0, uint32At(header, 1) - 4)
    wanted = Math.min(remaining, capture(header[0] ?? 0))
    kept = []
  }
  const finish = (): void => {
    headerFilled = 0
    onMessage(header[0] ?? 0, kept.length === 1 && kept[0] !== undefined ? kept[0] : joinBytes(kept))
    kept = []
  }
  const takeBody = (chunk: Uint8Array, at: number): number => {
    const end = Math.min(chunk.length, at + remaining)
    const keep = Math.min(wanted, end - at)
    wanted -= keep
    remaining -= end - at
    const piece = chunk.subarray(at, at + keep)
    // What ends in this chunk is handed on as it is; the rest is copied (a Buffer's slice would not), because chunks are reused.
    if (keep > 0) kept.push(remaining === 0 ? piece : new Uint8Array(piece))
    return end
  }
  // One message that does not lie in a chunk whole, as far as this chunk goes.
  const takePart = (chunk: Uint8Array, start: number): number => {
    let at = start
    for (; headerFilled < headerLength && at < chunk.length; at += 1) {
      header[headerFilled] = chunk[at] ?? 0
      headerFilled += 1
      if (headerFilled === headerLength) begin()
    }
    if (headerFilled < headerLength) return at
    at = takeBody(chunk, at)
    if (remaining === 0) finish()
    return at
  }
  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (headerFilled === 0) at = handWhole(chunk, at, capture, onMessage)
      if (at < chunk.length) at = takePart(chunk, at)
    }
  }
}

/** The short way, which nearly every message takes: hands on those that lie in the chunk whole; says where the rest begins. */
function handWhole(chunk: Uint8Array, start: number, capture: (type: number) => number, onMessage: OnMessage): number {
  let at = start
  while (at + headerLength <= chunk.length) {
    const type = chunk[at] ?? 0
    const length = Math.max(0, uint32At(chunk, at + 1) - 4)
    const body = at + headerLength
    if (body + length > chunk.length) return at
    const wanted = Math.min(length, capture(type))
    onMessage(type, wanted === 0 ? nothing : chunk.subarray(body, body + wanted))
    at = body + length
  }
  return at
}

const nothing = new Uint8Array(0)

function uint32At(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
}
