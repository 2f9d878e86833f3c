export interface TableOptions {
  /** Columns of the terminal that the table may take. */
  columns: number
  header?: readonly string[]
  /** By column; left where absent. */
  align?: readonly ('left' | 'right')[]
  /** Spaces before each line. */
  indent?: number
}

const gap = 2
const narrowest = 6

/**
 * Rows of cells as aligned lines, for a terminal: long cells go on in the next line, and the widest columns give way
 * first. Lines carry no trailing spaces. Cells may hold colours; rows may be of different lengths.
 */
export function formatTable(rows: readonly (readonly string[])[], options: TableOptions): string {
  const { header, indent = 0, align = [] } = options
  const all = header === undefined ? rows : [header, header.map((title) => '─'.repeat(widthOf(title))), ...rows]
  const widths = fitWidths(naturalWidths(all), options.columns - indent)
  return all.map((row) => formatRow(row, widths, align, ' '.repeat(indent))).join('\n')
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  return Array.from({ length: columns }, (_, index) => rows.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), 0))
}

/** Takes from the widest column, one by one, until the row fits or every column is as narrow as it may get. */
function fitWidths(natural: readonly number[], available: number): number[] {
  const widths = [...natural]
  let over = widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1) - available
  while (over > 0) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) return widths
    widths[widths.indexOf(widest)] = widest - 1
    over -= 1
  }
  return widths
}

function formatRow(row: readonly string[], widths: readonly number[], align: readonly string[], indent: string): string {
  const cells = widths.map((width, index) => wrapText(row[index] ?? '', width))
  const height = Math.max(1, ...cells.map((lines) => lines.length))
  const lines = Array.from({ length: height }, (_, line) =>
    cells.map((cell, index) => padText(cell[line] ?? '', widths[index] ?? 0, align[index] === 'right')).join(' '.repeat(gap)),
  )
  return lines.map((line) => `${indent}${line}`.trimEnd()).join('\n')
}

/** Breaks a text into lines of at most `width` columns, at spaces where it can. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((part) => breakWord(part, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width || line === '') line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

/** A word with colours is left whole: a break would cut through an escape sequence. */
function breakWord(word: string, width: number): string[] {
  if (widthOf(word) <= width || word.includes('\u001b')) return [word]
  const pieces: string[] = ['']
  for (const character of word) {
    const last = pieces.at(-1) ?? ''
    if (widthOf(last) + widthOf(character) > width && last !== '') pieces.push(character)
    else pieces[pieces.length - 1] = last + character
  }
  return pieces
}

function padText(text: string, width: number, right: boolean): string {
  const padding = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? padding + text : text + padding
}

/** Terminal columns that a text takes: colours none, East Asian wide characters and emoji two. */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length // nearly every text
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  const plain = text.replace(/\u001b\[[0-9;]*m/g, '').replace(/\p{Mark}/gu, '')
  let width = 0
  for (const character of plain) width += isWide(character) ? 2 : 1
  return width
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    character,
  )
}
