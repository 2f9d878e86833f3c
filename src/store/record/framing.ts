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
    remaining = Math.max(0, new DataView(header.buffer).getInt32(1) - 4)
    wanted = Math.min(remaining, capture(header[0] ?? 0))
    kept = []
  }
  const finish = (): void => {
    headerFilled = 0
    onMessage(header[0] ?? 0, kept.length === 1 && kept[0] !== undefined ? kept[0] : concat(kept))
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
  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (headerFilled < headerLength) {
        header[headerFilled] = chunk[at] ?? 0
        headerFilled += 1
        at += 1
        if (headerFilled < headerLength) continue
        begin()
      } else {
        at = takeBody(chunk, at)
      }
      if (remaining === 0) finish()
    }
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
