import { expect } from 'chai'
import { isReplicaError } from '../../../src/errors.ts'
import { inNaturalOrder, leadsBack } from '../../../src/rehearsal/migrations/order.ts'
import { parseMigration } from '../../../src/rehearsal/migrations/parse.ts'

describe('a migration file', () => {
  const parse = (text: string) => {
    const { statements, inTransaction } = parseMigration('app', 'm.sql', text)
    return { statements: statements.map(({ text, line }) => `${line}: ${text}`), inTransaction }
  }

  const twoWays: readonly [tool: string, text: string][] = [
    ['dbmate', '-- migrate:up\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;'],
    ['goose', '-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;'],
    ['sql-migrate', '-- +migrate Up\nCREATE TABLE a ();\n-- +migrate Down\nDROP TABLE a;'],
    ['node-pg-migrate', '-- Up Migration\nCREATE TABLE a ();\n-- Down Migration\nDROP TABLE a;'],
    ['Play', '# --- !Ups\nCREATE TABLE a ();\n# --- !Downs\nDROP TABLE a;'],
    ['tern', '\nCREATE TABLE a ();\n---- create above / drop below ----\nDROP TABLE a;'],
  ]
  for (const [tool, text] of twoWays)
    it(`runs only what leads forward, as ${tool} marks it`, () => {
      expect(parse(text)).to.deep.equal({ statements: ['2: CREATE TABLE a ()'], inTransaction: true })
    })

  const without: readonly [why: string, text: string][] = [
    ['dbmate is told so', '-- migrate:up transaction:false\nSELECT 1'],
    ['goose is told so', '-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1'],
    ['sql-migrate is told so', '-- +migrate Up notransaction\nSELECT 1'],
    ['sqlx is told so', '-- no-transaction\nSELECT 1'],
    ['Liquibase is told so', '--liquibase formatted sql\n--changeset ada:1 runInTransaction:false\nSELECT 1'],
    ['Atlas is told so', '-- atlas:txmode none\nSELECT 1'],
    ['tern is told so', '---- tern: disable-tx ----\nSELECT 1'],
    ['it begins its own', 'BEGIN;\nSELECT 1;\nCOMMIT;'],
    ['an index is built concurrently', 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b)'],
    ['it vacuums', 'VACUUM a'],
    ['a value is added to an enum', "ALTER TYPE mood ADD VALUE 'new'"],
    ['rows are appended as Redshift does', 'ALTER TABLE a APPEND FROM b'],
  ]
  for (const [why, text] of without)
    it(`runs without a transaction around it where ${why}`, () => {
      expect(parse(text).inTransaction).to.equal(false)
    })

  it('runs in one transaction where it only mentions such things, and where its tool always has one', () => {
    expect(parse("INSERT INTO a VALUES ('BEGIN; VACUUM; -- no-transaction')").inTransaction).to.equal(true)
    expect(parse('-- migrate:up\nCREATE INDEX CONCURRENTLY i ON a (b)').inTransaction).to.equal(true)
  })

  it('leaves out commands of psql that only concern its own output', () => {
    const text = '\\restrict a1b2\n\\set ON_ERROR_STOP on\n\\echo Hello; world\nSELECT 1;\n\\unrestrict a1b2\n'
    expect(parse(text).statements).to.deep.equal(['4: SELECT 1'])
  })

  const psql: readonly [command: string, text: string, place: string][] = [
    ['\\i', 'SELECT 1;\n\\i other.sql\n', 'm.sql:2'],
    ['\\copy', "\\copy a FROM 'a.csv' CSV", 'm.sql:1'],
    ['\\gexec', "SELECT 'x'\n\\gexec", 'm.sql:2'],
    ['COPY … FROM STDIN', "SELECT 1;\nCOPY a FROM stdin;\n1\tit's\n\\.\n", 'm.sql:2'],
  ]
  for (const [command, text, place] of psql)
    it(`says of ${command} that only psql knows it, and where`, () => {
      expect(() => parse(text))
        .to.throw()
        .that.satisfies((error: unknown) => {
          return isReplicaError(error, 'change.psql_command') && error.message.startsWith(`${place}: ${command} is`)
        })
    })

  it('takes a backslash inside a text for what it is', () => {
    expect(parse("INSERT INTO a VALUES ('\\i x', E'\\'')").statements).to.have.length(1)
  })
})

describe('the order of migrations', () => {
  it('is that of their numbers, folder by folder, with what Flyway repeats at the end', () => {
    const order = ['V1__a.sql', 'V1.1__b.sql', 'V1_2__c.sql', 'V2__d.sql', 'V10__e.sql', 'R__views.sql']
    expect(inNaturalOrder([...order].reverse())).to.deep.equal(order)
    const plain = ['m/2_a.sql', 'm/10_b.sql', 'm/010_c.sql', 'm/20250101120000_d.sql', 'm/20260101120000_a.sql', 'n/1.sql']
    expect(inNaturalOrder([...plain].reverse())).to.deep.equal(plain)
    const folders = ['1_init/up.sql', '2_more/up.sql', '11_last/up.sql']
    expect(inNaturalOrder([...folders].reverse())).to.deep.equal(folders)
  })

  it('leaves out files that only lead back', () => {
    const files = ['1_a.up.sql', '1_a.down.sql', '2/down.sql', 'U1__undo.sql', 'countdown.sql', 'Users.sql']
    expect(files.filter((file) => !leadsBack(file))).to.deep.equal(['1_a.up.sql', 'countdown.sql', 'Users.sql'])
  })
})
