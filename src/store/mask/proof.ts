import type { Session } from '../../ports/databases.ts'
import type { MaskColumn, TableMask } from './types.ts'

/** What masking was found to have done to a table. */
export interface Proof {
  rows: number
  /** What it did not do as it should, by column; empty when all is well. Counts, never values. */
  doubts: readonly string[]
}

/** Counts over rows with `old<attnum>` and `new<attnum>`: what was there, what is there, and what is the old value still. */
export async function countProof(session: Session, { columns }: TableMask, rows: string): Promise<Proof> {
  const counts = columns.map(({ column: { attnum } }) => {
    const [old, masked] = [`CAST(old${attnum} AS text)`, `CAST(new${attnum} AS text)`]
    const telling = `${old} NOT IN ('', '0', '{}', 'infinity', '-infinity')`
    return [
      `count(CASE WHEN ${telling} THEN 1 END) AS before${attnum}`,
      `count(new${attnum}) AS after${attnum}`,
      `count(CASE WHEN ${telling} AND ${old} = ${masked} THEN 1 END) AS same${attnum}`,
    ].join(', ')
  })
  const [row = {}] = await session.query<Record<string, string>>(`SELECT count(*) AS total, ${counts.join(', ')} FROM ${rows}`)
  const doubts = columns.flatMap(({ column, method }) => {
    const [before = 0, after = 0, same = 0] = ['before', 'after', 'same'].map((each) => Number(row[`${each}${column.attnum}`]))
    if (same > 0 && !isChance(same, before, column)) return [`${column.name}: ${same} of ${before} values are still the old ones`]
    return method !== 'null' && before > 0 && after === 0 ? [`${column.name}: every value was lost`] : []
  })
  return { rows: Number(row.total ?? 0), doubts }
}

/** Small numbers and texts of one or two characters meet themselves now and then, others hardly ever. */
function isChance(same: number, before: number, { kind, length, base }: MaskColumn): boolean {
  const isSmall = base === 'int2' || (length !== null && length <= 2)
  return isSmall ? same <= 3 + before / 20 : kind === 'integer' && same <= 3
}
