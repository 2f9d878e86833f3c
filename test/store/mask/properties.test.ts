import { expect } from 'chai'
import fc from 'fast-check'
import type { MaskMethod } from '../../../src/spec/types.ts'
import type { Store } from '../../../src/store/types.ts'
import { maskAs } from '../../support/masking.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

/** PostgreSQL holds no NUL and no half of a surrogate pair in a text. */
const text = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.emailAddress())
  .map((each) => each.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, ''))
const texts = fc.uniqueArray(text, { minLength: 1, maxLength: 40 })
const numbers = fc.uniqueArray(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: 0, max: 300 })), {
  minLength: 1,
  maxLength: 60,
})
const dates = fc.array(
  fc.date({ min: new Date('0002-01-01'), max: new Date('9998-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  { minLength: 2, maxLength: 20 },
)

interface Column {
  type: string
  method: MaskMethod
  values: readonly (string | number)[]
}

describe('masked values, whatever the real ones are', () => {
  before(async function () {
    this.timeout(60_000)
    await startStores()
  })

  /** Many cases share one store, each a table of its own: a database takes longer to make than to mask. */
  const few = { numRuns: 2, endOnFailure: true }

  it('differ where texts differ, fit their column, and are the same in every column', async function () {
    this.timeout(60_000)
    const kinds: [string, MaskMethod][] = [
      ['text', 'hash'],
      ['text', 'fake-name'],
      ['text', 'fake-email'],
      ['varchar(45)', 'fake-email'],
      ['varchar(20)', 'fake-email'],
      ['varchar(12)', 'hash'],
    ]
    const property = fc.asyncProperty(texts, async (values) => {
      const columns = [...kinds, ...kinds].map(([type, method]) => ({ type, method, values: cut(values, type) }))
      const masks = await mask(columns)
      columns.forEach((column, at) => {
        expectApart(column, masks[at] ?? [])
      })
      expect(masks.slice(0, kinds.length)).to.deep.equal(masks.slice(kinds.length))
      // What fits is the same in a column with a limit and in one without.
      expect(masks[2]?.filter((_, at) => values[at] === columns[3]?.values[at])).to.deep.equal(
        masks[3]?.filter((_, at) => values[at] === columns[3]?.values[at]),
      )
    })
    await fc.assert(property, few)
  })

  it('are other ones under another secret', async () => {
    const column = { type: 'text', method: 'hash', values: ['a'] } as const
    expect(await mask([column])).not.to.deep.equal(await mask([column], 'another'))
  })

  it('keep whole numbers unique, of their sign and type, and an int8 equal to an int4 equal', async function () {
    this.timeout(60_000)
    const property = fc.asyncProperty(numbers, async (values) => {
      const small = values.filter((value) => Math.abs(value) < 2 ** 31 - 1)
      const columns = [
        { type: 'bigint', method: 'hash', values },
        { type: 'int', method: 'hash', values: small },
      ] as const
      const [large = [], inHalf = []] = await mask(columns)
      expect(new Set(large).size).to.equal(values.length)
      expect(large.map((value) => Number(value) < 0)).to.deep.equal(values.map((value) => value < 0))
      expect(inHalf).to.deep.equal(large.filter((_, at) => small.includes(values[at] ?? 0)))
    })
    await fc.assert(property, few)
  })

  it('keep every number of a smallint within it and apart', async () => {
    const values = Array.from({ length: 65_536 }, (_, at) => at - 32_768)
    const [swapped] = await mask([{ type: 'smallint', method: 'hash', values }])
    expect(new Set(swapped).size).to.equal(values.length)
  })

  it('keep the order and distance of dates, and none of the dates', async function () {
    this.timeout(60_000)
    const property = fc.asyncProperty(dates, async (values) => {
      const [shifted = []] = await mask([{ type: 'date', method: 'shift-date', values }])
      const distances = new Set(values.map((value, at) => Date.parse(value) - Date.parse(shifted[at] ?? '')))
      expect(distances.size).to.equal(1)
      expect(([...distances][0] ?? 0) / 86_400_000).to.be.within(30, 330)
    })
    await fc.assert(property, few)
  })
})

function cut(values: readonly string[], type: string): string[] {
  const length = Number(/\d+/.exec(type)?.[0] ?? 1000)
  return values.map((value) => [...value].slice(0, length).join(''))
}

function expectApart({ values }: Column, masks: readonly (string | null)[]): void {
  expect(values.filter((value, at) => masks[at] === value && value !== '')).to.deep.equal([])
  expect(new Set(masks).size).to.equal(new Set(values).size)
}

/** The masks of each column's values, in their order. */
async function mask(columns: readonly Column[], secret = 'secret'): Promise<(string | null)[][]> {
  const store: Store = await makeStore(
    'app',
    columns.map(({ type }, at) => `CREATE TABLE t${at} (at int PRIMARY KEY, v ${type})`).join(';'),
  )
  const rules = Object.fromEntries(columns.map(({ method }, at) => [`app.public.t${at}.v`, method]))
  await withSession(store, async (session) => {
    for (const [at, { type, values }] of columns.entries()) {
      const insert = `INSERT INTO t${at} SELECT at, CAST(v AS ${type}) FROM unnest($1::text[]) WITH ORDINALITY AS given (v, at)`
      await session.query(insert, [values.map(String)])
    }
  })
  await maskAs({ app: store }, { rules, secret })
  return await withSession(store, async (session) => {
    const found: (string | null)[][] = []
    for (const at of columns.keys()) {
      const rows = await session.query<{ v: string | null }>(`SELECT v::text AS v FROM t${at} ORDER BY at`)
      found.push(rows.map(({ v }) => v))
    }
    return found
  })
}
