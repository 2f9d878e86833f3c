import { expect } from 'chai'
import fc from 'fast-check'
import { fingerprintStatement } from '../../../src/store/sql/fingerprint.ts'
import { leadingWords, splitStatements } from '../../../src/store/sql/statements.ts'

describe('splitStatements', () => {
  const texts = (sql: string) => splitStatements(sql).map(({ text }) => text)

  it('cuts at semicolons outside quotes, dollar quotes, comments and brackets', () => {
    const sql = `SELECT ';', ";", $$;$$, $a$ $b$;$b$ $a$; -- ;\n/* ; /* ; */ ; */ DO $x$ BEGIN; END $x$; CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);`
    expect(texts(sql)).to.have.length(3)
  })

  it('keeps the body of a BEGIN ATOMIC routine whole', () => {
    const body = 'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END'
    expect(texts(`${body}; SELECT 3`)).to.deep.equal([body, 'SELECT 3'])
  })

  it('knows the line of each statement', () => {
    expect(splitStatements('-- head\n\nSELECT 1;\n\n/* two\n lines */ SELECT 2;').map(({ line }) => line)).to.deep.equal([3, 6])
  })

  it('reads backslashes in E strings only', () => {
    expect(texts(String.raw`SELECT E'it\'s;'; SELECT 'c:\'; SELECT 1`)).to.have.length(3)
  })

  it('takes what is not closed to the end', () => {
    expect(texts("SELECT 'open; SELECT 2")).to.deep.equal(["SELECT 'open; SELECT 2"])
    expect(texts('SELECT $q$ open; SELECT 2')).to.have.length(1)
    expect(texts(' ; ;; -- nothing\n')).to.deep.equal([])
  })

  it('gives the leading words in upper case', () => {
    expect(leadingWords('/* x */ create Index concurrently i on t(a)', 3)).to.deep.equal(['CREATE', 'INDEX', 'CONCURRENTLY'])
  })
})

describe('fingerprintStatement', () => {
  it('keeps no literal, comment or layout', () => {
    const { text } = fingerprintStatement("SELECT  *\n FROM t -- Ada\n WHERE name = 'Ada' AND x > 3.5e2 AND y = $$Ada$$ AND z = E'A\\'da'")
    expect(text).to.equal('SELECT * FROM t WHERE name = ? AND x > ? AND y = ? AND z = ?')
  })

  it('keeps nothing of any literal, in whichever of the ways to write one', () => {
    const hex = (text: string) => Buffer.from(text).toString('hex').toUpperCase()
    const ways: ((text: string) => string)[] = [
      (text) => `'${text.replaceAll("'", "''")}'`,
      (text) => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
      (text) => `U&'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
      (text) => `$q1$${text.replaceAll('$', '')}$q1$`,
      (text) => `X'${hex(text)}'`,
      (text) => String(Buffer.from(text).readUIntBE(0, Math.min(6, Buffer.byteLength(text)))),
    ]
    const value = fc.string({ minLength: 3, unit: 'grapheme' }).map((text) => `Zoë${text}`)
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.nat(ways.length - 1)), { minLength: 1, maxLength: 5 }), (values) => {
        const literals = values.map(([text, way]) => ways[way]?.(text) ?? '')
        const { text } = fingerprintStatement(`SELECT name FROM people WHERE note IN (${literals.join(', ')}) /* Zoë */ -- Zoë`)
        expect(text).to.equal('SELECT name FROM people WHERE note IN (?)')
      }),
    )
  })

  it('is the same for other values and other numbers of values, and another for other columns', () => {
    const one = fingerprintStatement("INSERT INTO t VALUES (1, 'a')").fingerprint
    expect(fingerprintStatement("insert into t values (2, 'b'), (-3, 'c')").fingerprint).to.equal(one)
    expect(fingerprintStatement('SELECT a FROM t WHERE b IN (1, 2)').fingerprint).to.equal(
      fingerprintStatement('SELECT a FROM t WHERE b IN (1)').fingerprint,
    )
    expect(fingerprintStatement('SELECT a FROM t').fingerprint).not.to.equal(fingerprintStatement('SELECT b FROM t').fingerprint)
  })

  it('keeps parameters and quoted names', () => {
    expect(fingerprintStatement('SELECT "it\'s" FROM t1 WHERE a = $1').text).to.equal('SELECT "it\'s" FROM t1 WHERE a = $1')
  })
})
