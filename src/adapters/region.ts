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
  const draw = (): string => (shown.length === 0 ? '' : `${hideCursor}${shown.map((line) => line + eraseLine).join('\n')}${eraseBelow}`)
  const erase = (): string => (shown.length === 0 ? '' : `${toTop(shown, stream)}${eraseBelow}`)
  return {
    show(lines) {
      // Written over and not erased first, in one write: so nothing flickers.
      const start = shown.length > 0 ? toTop(shown, stream) : isAtLineStart ? '' : '\n'
      const isLast = lines.length === 0
      if (isLast && shown.length === 0) return
      shown = lines
      isAtLineStart = true
      stream.write(isLast ? `${start}${eraseBelow}${showCursor}` : start + draw())
    },
    write(text, to) {
      if (to === stream || (to.isTTY && stream.isTTY)) {
        const before = erase()
        isAtLineStart = text.endsWith('\n')
        const after = isAtLineStart ? draw() : ''
        if (!isAtLineStart) shown = [] // drawn again at the next show
        if (to === stream) stream.write(before + text + after)
        else {
          if (before !== '') stream.write(before)
          to.write(text)
          if (after !== '') stream.write(after)
        }
      } else to.write(text)
    },
  }
}

/** From the end of the last line to the beginning of the first: a terminal made narrower has broken lines in pieces. */
function toTop(lines: readonly string[], { columns }: TextStream): string {
  const width = columns || Number.POSITIVE_INFINITY
  const height = lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / width)), 0)
  return height > 1 ? `\r\u001b[${height - 1}A` : '\r'
}
