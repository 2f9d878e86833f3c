import type { ColumnRef } from '../types.ts'

const text = new TextDecoder()

/** Reads the fields of a message's body in turn. A body that was cut short reads as empty texts and zeros. */
export interface BodyReader {
  string(): string
  int16(): number
  uint32(): number
  byte(): number
  skip(bytes: number): void
  skipString(): void
}

export function readBody(body: Uint8Array): BodyReader {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  let at = 0
  const fits = (bytes: number): boolean => {
    at += bytes
    return at <= body.length
  }
  return {
    string: () => {
      const end = body.indexOf(0, at)
      const value = text.decode(body.subarray(at, end === -1 ? body.length : end))
      at = end === -1 ? body.length : end + 1
      return value
    },
    int16: () => (fits(2) ? view.getInt16(at - 2) : 0),
    uint32: () => (fits(4) ? view.getUint32(at - 4) : 0),
    byte: () => (fits(1) ? view.getUint8(at - 1) : 0),
    skip: (bytes) => {
      at += bytes
    },
    skipString: () => {
      const end = body.indexOf(0, at)
      at = end === -1 ? body.length : end + 1
    },
  }
}

/** The table columns that a RowDescription says the result's columns come from. */
export function parseRowDescription(body: Uint8Array): ColumnRef[] {
  const reader = readBody(body)
  const count = reader.int16()
  const columns: ColumnRef[] = []
  for (let index = 0; index < count; index += 1) {
    reader.skipString()
    const column = { table: reader.uint32(), attnum: reader.int16() }
    reader.skip(12)
    if (column.table !== 0 && column.attnum > 0) columns.push(column)
  }
  return columns
}

/** The fields of an ErrorResponse that hold no value of a row: severity, SQLSTATE, message, position. */
export function parseErrorResponse(body: Uint8Array): { sqlState: string; message: string; position?: number } {
  const reader = readBody(body)
  const fields = new Map<number, string>()
  for (let type = reader.byte(); type !== 0; type = reader.byte()) fields.set(type, reader.string())
  const position = Number(fields.get(0x50))
  return {
    sqlState: fields.get(0x43) ?? 'XX000',
    message: fields.get(0x4d) ?? '',
    ...(position > 0 ? { position } : {}),
  }
}

/** `INSERT 0 5` → 5, `SELECT 3` → 3, `CREATE TABLE` → 0. */
export function parseCommandTag(body: Uint8Array): number {
  let count = 0
  let unit = 1
  for (let at = body.length - 2; at >= 0; at -= 1) {
    const digit = (body[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return body[at] === 0x20 ? count : 0
    count += digit * unit
    unit *= 10
  }
  return 0
}
