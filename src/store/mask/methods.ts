import type { MaskMethod } from '../../spec/types.ts'
import type { ColumnMask, MaskColumn, ValueKind } from './types.ts'

/** The methods that fit a column. */
export function methodsFor(column: MaskColumn): MaskMethod[] {
  const own = byKind[column.kind].filter((method) => !(method === 'empty' && column.unique))
  return [...own, ...(column.nullable ? (['null'] as const) : []), 'keep']
}

const byKind: Readonly<Record<ValueKind, readonly MaskMethod[]>> = {
  text: ['fake-name', 'fake-email', 'fake-phone', 'hash', 'empty'],
  integer: ['hash', 'empty'],
  number: ['empty'],
  date: ['shift-date'],
  uuid: ['hash'],
  bytes: ['hash', 'empty'],
  json: ['empty'],
  address: ['hash'],
  array: ['empty'],
  enum: [],
  boolean: [],
  document: ['empty'],
  other: [],
}

/** Characters of a whole mask. A shorter column gets a code instead, which only columns of the same length share. */
export const wholeLength = { 'fake-name': 26, 'fake-email': 41, 'fake-phone': 15, hash: 32 } as const

/** The shortest e-mail address that still tells values apart: 9 characters before `@x.example`. */
const shortestEmail = 19

/** Nine hexadecimal digits hold 36 bits: below that, two values of a unique column would soon share a mask. */
const shortestUnique = 9

/** The fewest characters that a method needs in this column. */
export function leastLength({ column, method }: Pick<ColumnMask, 'column' | 'method'>): number {
  if (method === 'null' || method === 'empty') return 0
  if (method === 'fake-email') return shortestEmail
  if (method === 'fake-phone') return column.unique ? wholeLength['fake-phone'] : shortestUnique
  return column.unique ? shortestUnique : 1
}
