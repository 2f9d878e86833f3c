/** Cells of one record; what is empty is null. */
export type Cells = (string | null)[]

/** Reads delimited text piece by piece: quotes doubled inside quotes, line ends of any kind in them. */
export interface CsvParser {
  /** The records that ended in this piece. */
  push(text: string): Cells[]
  /** The last record, where the text does not end with a line end. */
  end(): Cells[]
}

const longestCell = 16 * 1024 * 1024
const quote = 34
const newline = 10

/** `delimiter` is one character. Throws a RangeError where a cell is above 16 MiB of text: the quotes do not fit. */
export function createCsvParser(delimiter: string): CsvParser {
  const separator = delimiter.charCodeAt(0)
  let state: 'start' | 'plain' | 'quoted' | 'closing' = 'start'
  let record: Cells = []
  let cell = ''

  const endCell = (isLast: boolean): void => {
    const text = isLast && cell.endsWith('\r') ? cell.slice(0, -1) : cell
    record.push(text === '' ? null : text)
    cell = ''
    state = 'start'
  }

  /** From `at` to the quote that ends the cell, or to the end of the text. */
  const readQuoted = (text: string, at: number): number => {
    const found = text.indexOf('"', at)
    const end = found === -1 ? text.length : found
    cell += text.slice(at, end)
    if (cell.length > longestCell) throw new RangeError('a cell without an end')
    if (found !== -1) state = 'closing'
    return end + 1
  }

  const readPlain = (text: string, at: number): number => {
    let end = at
    while (end < text.length && text.charCodeAt(end) !== separator && text.charCodeAt(end) !== newline) end += 1
    cell += text.slice(at, end)
    state = 'plain'
    return end
  }

  const takeRecord = (): Cells[] => {
    endCell(true)
    const done = record
    record = []
    return done.length === 1 && done[0] === null ? [] : [done]
  }

  const step = (text: string, at: number, records: Cells[]): number => {
    if (state === 'quoted') return readQuoted(text, at)
    const code = text.charCodeAt(at)
    if (state === 'closing' && code === quote) {
      cell += '"'
      state = 'quoted'
      return at + 1
    }
    if (state === 'start' && code === quote) {
      state = 'quoted'
      return at + 1
    }
    if (code === separator) endCell(false)
    else if (code === newline) records.push(...takeRecord())
    else return readPlain(text, at)
    return at + 1
  }

  return {
    push(text) {
      const records: Cells[] = []
      for (let at = 0; at < text.length; ) at = step(text, at, records)
      return records
    },
    end: () => (record.length === 0 && cell === '' ? [] : takeRecord()),
  }
}

/** The delimiter that a header line has most of, outside quotes; a comma where it has none. */
export function guessDelimiter(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '')
  const count = (delimiter: string): number => bare.split(delimiter).length
  return [',', ';', '\t', '|'].reduce((best, each) => (count(each) > count(best) ? each : best))
}
