export interface Screen {
  lines: string[]
  isCursorHidden: boolean
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's commands are control characters
const command = /\u001b\[(\??)([0-9]*)([A-Za-z])/y

/** What a terminal of endless width shows after these bytes: as many of its commands as we use. Throws at any other. */
export function screenOf(bytes: string): Screen {
  const lines: string[][] = [[]]
  let [row, column, isCursorHidden] = [0, 0, false]
  const erase = (): void => void lines[row]?.splice(column)
  const obey = (kind: string, count: number): void => {
    if (kind === 'A') row = Math.max(0, row - count)
    else if (kind === 'K') erase()
    else if (kind === 'J') {
      erase()
      lines.splice(row + 1)
    } else if (kind === 'l' || kind === 'h') isCursorHidden = kind === 'l'
    else throw new Error(`a command that no view needs: ${kind}`)
  }
  const put = (character: string): void => {
    const line = lines[row] ?? []
    while (line.length < column) line.push(' ')
    line[column++] = character
  }
  for (let at = 0; at < bytes.length; ) {
    command.lastIndex = at
    const match = command.exec(bytes)
    const character = bytes[at] ?? ''
    at += match?.[0].length ?? 1
    if (match !== null) obey(match[3] ?? '', Number(match[2] || 1))
    else if (character === '\r') column = 0
    else if (character !== '\n') put(character)
    else {
      // A terminal's driver begins a new line at the left.
      ;[row, column] = [row + 1, 0]
      lines[row] ??= []
    }
  }
  return { lines: lines.map((line) => line.join('').trimEnd()), isCursorHidden }
}
