import { expect } from 'chai'
import { parseDataStatements } from '../../src/rehearsal/data-statements.ts'

const short = (sql: string) =>
  parseDataStatements(sql).map(({ verb, schema, table, columns }) =>
    [verb, schema, table, ...columns].filter((part) => part !== undefined).join(' '),
  )

describe('parseDataStatements', () => {
  for (const [sql, found] of [
    [
      'UPDATE scores SET subject = upper(subject), points = (SELECT max(a) FROM t WHERE x = 1) WHERE id = 3',
      ['updates scores subject points'],
    ],
    ['UPDATE ONLY app.scores s SET (a, b) = (1, 2), "C" = 3 FROM other', ['updates app scores a b C']],
    ['DELETE FROM ONLY scores WHERE true', ['deletes scores']],
    ['TRUNCATE TABLE scores', ['deletes scores']],
    ['INSERT INTO scores VALUES (1) ON CONFLICT (id) DO UPDATE SET points = 3', ['adds scores']],
    ['WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone', ['deletes a', 'adds b']],
    ['DO $$ BEGIN UPDATE scores SET points = 1; END $$', ['updates scores points']],
    ['MERGE INTO scores USING t ON true WHEN MATCHED THEN DELETE', ['deletes scores']],
    ["COPY scores FROM '/tmp/x'", ['adds scores']],
    ["SELECT 'UPDATE scores SET a = 1' FROM t FOR UPDATE OF t", []],
    ['CREATE TRIGGER x BEFORE UPDATE ON scores EXECUTE FUNCTION f()', []],
    ['UPDATE', []],
    ['', []],
  ] as const) {
    it(`finds ${found.join(', ') || 'nothing'} in ${sql || 'nothing'}`, () => expect(short(sql)).to.deep.equal(found))
  }
})
