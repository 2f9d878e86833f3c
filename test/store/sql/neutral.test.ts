import { expect } from 'chai'
import { neutralStatement } from '../../../src/store/sql/neutral.ts'

describe('neutralStatement', () => {
  it('keeps no value, and the kind of each', () => {
    expect(neutralStatement("SELECT a FROM t WHERE n = 'Ada' /* Ada */ AND x > 41 AND y < 2.75 AND z = 9000000000 -- Bo")).to.equal(
      'SELECT a FROM t WHERE n = NULL AND x > 1 AND y < 1.5 AND z = 3000000000',
    )
  })

  it('makes typed literals a NULL of their type', () => {
    expect(neutralStatement("SELECT * FROM t WHERE d > date '2011-03-04' AND e < now() - INTERVAL '3 days'")).to.equal(
      'SELECT * FROM t WHERE d > CAST(NULL AS date) AND e < now() - CAST(NULL AS INTERVAL)',
    )
    expect(neutralStatement("SELECT '5'::int, $1, E'a\\'b', $q$Ada$q$")).to.equal('SELECT NULL::int, $1, NULL, NULL')
  })

  it('keeps positions of ORDER BY and GROUP BY, and no other number', () => {
    expect(neutralStatement('SELECT a, count(*) FROM t WHERE b = 77 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10 OFFSET 20')).to.equal(
      'SELECT a, count(*) FROM t WHERE b = 1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1 OFFSET 1',
    )
  })
})
