import { expect } from 'chai'
import fc from 'fast-check'
import { confirmedLine, formatConfirmed, parseConfirmed } from '../../../src/store/mask/confirmed.ts'
import type { MaskCatalog, MaskColumn } from '../../../src/store/mask/types.ts'

const columnNamed = (name: string, type = 'text'): MaskColumn => ({
  attnum: 1,
  name,
  type,
  kind: 'text',
  base: 'text',
  length: null,
  nullable: true,
  generated: false,
  unique: false,
})
const catalogOf = (names: readonly string[]): MaskCatalog => ({
  tables: [{ oid: 1, schema: 's', name: 't', kind: 'table', bytes: 0, columns: names.map((name) => columnNamed(name)) }],
  links: [],
  encoding: 'UTF8',
})

describe('replica.columns', () => {
  it('reads what it writes, whatever columns are called', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 })
    fc.assert(
      fc.property(names, (columns) => {
        const catalog = catalogOf(columns)
        const [table] = catalog.tables
        const confirmed = parseConfirmed(formatConfirmed({ app: catalog }), 'replica.columns')
        expect(confirmed.size).to.equal(columns.length)
        for (const column of table?.columns ?? [])
          expect(table !== undefined && confirmed.has(confirmedLine('app', table, column))).to.equal(true)
      }),
    )
  })

  it('is sorted, and the same from whichever order', () => {
    const lines = formatConfirmed({ b: catalogOf(['y', 'x']), a: catalogOf(['z']) }).split('\n')
    expect(lines.slice(1)).to.deep.equal(['a.s.t.z text', 'b.s.t.x text', 'b.s.t.y text', ''])
  })
})
