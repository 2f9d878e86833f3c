import { expect } from 'chai'
import { createDatabases } from '../../../src/adapters/databases.ts'
import { deriveMaskKeys } from '../../../src/store/mask/keys.ts'
import { planMask } from '../../../src/store/mask/plan.ts'
import { readRedshiftCatalog, updateStatement } from '../../../src/store/mask/redshift.ts'
import type { Store } from '../../../src/store/types.ts'
import { maskAs, rulesOf } from '../../support/masking.ts'
import { makeStore, startStores, withSession } from '../../support/stores.ts'

/** What Redshift calls PostgreSQL by another name; that it does so itself is only read in its documentation. */
const shims = `
CREATE FUNCTION sha2(value text, bits int) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT encode(sha256(convert_to(value, 'UTF8')), 'hex') $$;
CREATE FUNCTION strtol(value text, base int) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT CAST(CAST('x' || lpad(value, 16, '0') AS bit(64)) AS bigint) $$;
CREATE FUNCTION dateadd(part text, days int, value date) RETURNS date LANGUAGE sql IMMUTABLE AS $$ SELECT value + days $$;`

const rules = {
  '*.public.pupils.name': 'fake-name',
  '*.public.pupils.email': 'fake-email',
  '*.public.pupils.phone': 'fake-phone',
  '*.public.pupils.code': 'hash',
} as const

describe('masking for Redshift', () => {
  const table = `CREATE TABLE pupils (name varchar(60), email varchar(120), phone varchar(20), code varchar(12), born date);
    INSERT INTO pupils VALUES ('Ada Lovelace', 'ada@real.org', '+49 30 1', 'abc', '2010-02-03'), ('Ada Lovelace', '', NULL, 'abd', NULL);`
  const rowsOf = (store: Store) =>
    withSession(store, (session) => session.query('SELECT name, email, phone, code FROM pupils ORDER BY email'))

  before(async function () {
    this.timeout(60_000)
    await startStores()
  })

  it('gives every value the mask that PostgreSQL gives it, so that stores of both kinds can be joined', async () => {
    const app = await makeStore('app', table)
    await maskAs({ app }, { rules: { ...rules, 'app.public.pupils.born': 'keep' } })
    const warehouse = await makeStore('warehouse', table + shims)
    const { inner, outer, days } = deriveMaskKeys('secret')
    await withSession(warehouse, async (session) => {
      const { tables } = planMask('warehouse', await readRedshiftCatalog(session), rulesOf(rules))
      await session.execute('CREATE TEMP TABLE prod_replica_keys (inner_key varchar(64), outer_key varchar(64), days int)')
      await session.query('INSERT INTO prod_replica_keys VALUES ($1, $2, $3)', [inner, outer, days])
      for (const mask of tables) await session.execute(updateStatement(mask))
    })
    expect(await rowsOf(warehouse)).to.deep.equal(await rowsOf(app))
  })

  it('runs to its end, proof and marker included, on a server that only lacks VACUUM DELETE ONLY', async () => {
    const warehouse = { ...(await makeStore('warehouse', table + shims)), server: 'redshift' as const }
    const databases = {
      connect: async (target: Store['target']) => {
        const session = await createDatabases().connect(target)
        const execute = (sql: string) => session.execute(sql.replace(/^VACUUM DELETE ONLY (.*) TO 100 PERCENT$/, 'VACUUM $1'))
        return { ...session, execute }
      },
    }
    const trial = { rules: { ...rules, '*.*.*.born': 'keep' } as const, databases }
    const { masked } = await maskAs({ warehouse }, trial)
    expect(masked).to.have.length(4)
    expect((await maskAs({ warehouse }, trial)).masked).to.have.members(masked)
    expect(JSON.stringify(await rowsOf(warehouse))).not.to.contain('Lovelace')
  })
})
