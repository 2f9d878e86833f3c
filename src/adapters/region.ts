import type { TextStream } from './output.ts'

/** The lines at the foot of a terminal that are drawn anew in place. */
export interface Region {
  /** Draws these lines in the place of those before; none takes them away and gives the cursor back. */
  show(lines: readonly string[]): void
  /** Writes text above the region. */
  write(text: string, to: TextStream): void
}

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const eraseLine = '\u001b[K'
const eraseBelow = '\u001b[J'

const regions = new WeakMap<TextStream, Region>()

/** The region of a terminal: one a stream, whoever writes to it. */
export function regionOf(stream: TextStream): Region {
  const region = regions.get(stream) ?? createRegion(stream)
  regions.set(stream, region)
  return region
}

function createRegion(stream: TextStream): Region {
  let shown: readonly string[] = []
  let isAtLineStart = true
  const isShown = (): boolean => shown.length > 0
  const writeAround = (text: string, to: TextStream): void => {
    const before = isShown() ? toTop(shown, stream) + eraseBelow : ''
    isAtLineStart = text.endsWith('\n')
    if (!isAtLineStart) shown = [] // drawn again at the next show
    const after = isShown() ? drawn(shown) : ''
    writeParts([stream, before], [to, text], [stream, after])
  }
  return {
    show(lines) {
      if (lines.length === 0 && !isShown()) return
      // Written over and not erased first, in one write: so nothing flickers.
      const start = isShown() ? toTop(shown, stream) : isAtLineStart ? '' : '\n'
      shown = lines
      isAtLineStart = true
      stream.write(start + (isShown() ? drawn(lines) : `${eraseBelow}${showCursor}`))
    },
    write(text, to) {
      const isSameTerminal = to === stream || (to.isTTY === true && stream.isTTY === true)
      if (isSameTerminal) writeAround(text, to)
      else to.write(text)
    },
  }
}

/** One write where all goes to one stream. */
function writeParts(...parts: readonly [TextStream, string][]): void {
  const streams = new Set(parts.map(([stream]) => stream))
  const [only] = streams
  if (streams.size === 1) only?.write(parts.map(([, text]) => text).join(''))
  else for (const [stream, text] of parts) if (text !== '') stream.write(text)
}

function drawn(lines: readonly string[]): string {
  return `${hideCursor}${lines.map((line) => line + eraseLine).join('\n')}${eraseBelow}`
}

/** From the end of the last line to the beginning of the first: a terminal made narrower has broken lines in pieces. */
function toTop(lines: readonly string[], { columns }: TextStream): string {
  const width = columns || Number.POSITIVE_INFINITY
  const height = lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / width)), 0)
  return height > 1 ? `\r\u001b[${height - 1}A` : '\r'
}
