import { expect } from 'chai'
import { readRedshiftSchema } from '../../../src/store/redshift/schema.ts'
import { compareByName } from '../../../src/store/schema/align.ts'
import type { Store } from '../../../src/store/types.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

// Redshift's own view of columns, over PostgreSQL's.
const svv = 'CREATE VIEW svv_columns AS SELECT * FROM information_schema.columns;'

describe('two catalogs without common numbers, as two Redshift clusters', () => {
  let before_: Store

  before(async function () {
    this.timeout(60_000)
    await startStores()
    before_ = await makeStore(
      'one',
      `${svv} CREATE TABLE a (id int NOT NULL, old varchar(20), n numeric(5, 2)); CREATE TABLE b (x int, y date); CREATE VIEW v AS SELECT id FROM a`,
    )
  })

  const changes = async (sql: string): Promise<string[]> => {
    const other = await makeStore('two', `CREATE TABLE shift_numbers (); ${svv} ${sql}; DROP TABLE shift_numbers`)
    const deltas = compareByName(await withSession(before_, readRedshiftSchema), await withSession(other, readRedshiftSchema))
    return deltas
      .filter(({ name }) => name !== 'public.svv_columns')
      .map(({ kind, name, column, before, after, certainty }) =>
        [kind, name, column, before, '→', after, certainty].filter((word) => word !== undefined).join(' '),
      )
  }

  it('are the same where only the numbers differ', async () => {
    const same =
      'CREATE TABLE b (x int, y date); CREATE TABLE a (id int NOT NULL, old varchar(20), n numeric(5, 2)); CREATE VIEW v AS SELECT id FROM a'
    expect(await changes(same)).to.deep.equal([])
  })

  it('show renames as probable, by place and type, and all else as it is', async () => {
    const sql =
      'CREATE TABLE a (id int, new varchar(20), n numeric(7, 2), z int); CREATE TABLE bb (x int, y date); CREATE VIEW v AS SELECT id FROM a'
    expect(await changes(sql)).to.have.members([
      'column_nullability public.a id not null → nullable',
      'column_renamed public.a old old → new probable',
      'column_retyped public.a n numeric(5,2) → numeric(7,2)',
      'column_added public.a z → integer',
      'table_renamed public.b public.b → public.bb probable',
    ])
  })

  it('call it a drop and an add where two could be the renamed one', async () => {
    const sql =
      'CREATE TABLE a (id int NOT NULL, old varchar(20), n numeric(5, 2)); CREATE TABLE b1 (x int, y date); CREATE TABLE b2 (x int, y date); CREATE VIEW v AS SELECT id FROM a'
    expect(await changes(sql)).to.have.members([
      'table_dropped public.b public.b →',
      'table_added public.b1 → public.b1',
      'table_added public.b2 → public.b2',
    ])
  })
})
