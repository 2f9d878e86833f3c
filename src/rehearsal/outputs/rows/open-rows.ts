import type { Files } from '../../../ports/files.ts'
import { type Cells, createCsvParser, guessDelimiter } from './csv.ts'
import { createRowShaper, rowsOfDocument } from './json.ts'
import { type Encoding, readPieces } from './print-file.ts'

/** A file as rows. `names` is complete when the last batch has come. */
export interface RowStream {
  names: readonly string[]
  /** Whether a reader may go by the order of the columns. */
  hasOrder: boolean
  batches: AsyncIterable<Cells[]>
}

/** Opens the file's rows anew, from the start. */
export type OpenRows = () => RowStream

export interface TextFile {
  path: string
  bytes: number
  encoding: Encoding
}

const largestDocument = 64 * 1024 * 1024

/**
 * How a file's rows are read, by its name: CSV and TSV with a header line, JSON lines, JSON. Undefined for any other
 * file, which is only bytes. What the stream throws (a SyntaxError, a RangeError) says that the file is not what its name says.
 */
export function rowsOf(name: string, file: TextFile, files: Files): OpenRows | undefined {
  const pieces = (): AsyncGenerator<string> => readPieces(file.path, file.encoding, files)
  const kind = /\.(csv|tsv|tab|jsonl|ndjson|json)$/i.exec(name)?.[1]?.toLowerCase()
  if (kind === undefined) return undefined
  if (kind === 'json') return file.bytes > largestDocument ? undefined : () => readDocument(pieces())
  return kind === 'jsonl' || kind === 'ndjson' ? () => readJsonLines(pieces()) : () => readDelimited(pieces())
}

function readDelimited(pieces: AsyncIterable<string>): RowStream {
  const names: string[] = []
  async function* read(): AsyncGenerator<Cells[]> {
    let records: readonly Cells[] = []
    const take = (more: readonly Cells[]): void => {
      const header = names.length === 0 ? more[0] : undefined
      if (header !== undefined) names.push(...uniqueNames(header))
      records = header === undefined ? more : more.slice(1)
    }
    let first = ''
    let parser: ReturnType<typeof createCsvParser> | undefined
    for await (const piece of pieces) {
      first = parser === undefined ? first + piece : piece
      if (parser === undefined && !first.includes('\n')) continue
      parser ??= createCsvParser(guessDelimiter(first.slice(0, first.indexOf('\n'))))
      take(parser.push(first))
      yield records.map((record) => widen(record, names))
    }
    if (parser === undefined) {
      parser = createCsvParser(guessDelimiter(first))
      take(parser.push(first))
    }
    take(parser.end())
    yield records.map((record) => widen(record, names))
  }
  return { names, hasOrder: true, batches: read() }
}

/** A column without a name, as R writes row names, and two columns of one name are told apart. */
function uniqueNames(header: Cells): string[] {
  const names: string[] = []
  for (const [at, cell] of header.entries()) {
    const name = cell ?? `column ${at + 1}`
    names.push(names.includes(name) ? `${name} (${at + 1})` : name)
  }
  return names
}

/** Cells beyond the header are columns too. */
function widen(record: Cells, names: string[]): Cells {
  while (names.length < record.length) names.push(`column ${names.length + 1}`)
  return record
}

function readJsonLines(pieces: AsyncIterable<string>): RowStream {
  const shaper = createRowShaper()
  const parse = (lines: readonly string[]): Cells[] =>
    lines.filter((line) => line.trim() !== '').map((line) => shaper.row(JSON.parse(line) as unknown))
  async function* read(): AsyncGenerator<Cells[]> {
    let rest = ''
    for await (const piece of pieces) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      yield parse(lines)
    }
    yield parse([rest])
  }
  return { names: shaper.names, hasOrder: false, batches: read() }
}

function readDocument(pieces: AsyncIterable<string>): RowStream {
  const shaper = createRowShaper()
  async function* read(): AsyncGenerator<Cells[]> {
    let text = ''
    for await (const piece of pieces) text += piece
    yield rowsOfDocument(JSON.parse(text) as unknown).map((value) => shaper.row(value))
  }
  return { names: shaper.names, hasOrder: false, batches: read() }
}
