import { expect } from 'chai'
import { findPlaces, type Wanted } from '../../../src/rehearsal/blame/places.ts'
import { analyseCode } from '../../../src/rehearsal/code/analyse.ts'

const wanted: Wanted = { column: 'test_score', table: 'ela_scores', statements: [], otherStatements: [], trace: [] }

/** The lines that `find` gives for one file, the likeliest first. */
function linesIn(file: string, text: string, more: Partial<Wanted> = {}): number[] {
  return findPlaces([analyseCode(file, text)], { ...wanted, ...more }).map(({ line }) => line)
}

describe('the place of a column', () => {
  describe('in R', () => {
    it('is where it is taken from the frame that came from the table, before another frame', () => {
      const code = `ela <- dbGetQuery(con, "SELECT * FROM ela_scores")
math <- dbGetQuery(con, "SELECT * FROM math_scores")
x <- mean(math$test_score)
y <- mean(ela$test_score)
z <- ela[["test_score"]]
w <- ela[, "test_score"]`
      expect(linesIn('a.R', code)).to.deep.equal([4, 5, 6, 3])
    })

    for (const [what, code, lines] of [
      ['a bare name in dplyr', 'd <- tbl(con, "ela_scores") |>\n  filter(test_score > 50)', [2]],
      ['a bare name in data.table', 'd <- dbReadTable(con, "ela_scores")\nd[, .(m = mean(test_score)), by = school_id]', [2]],
      ['a formula', 'd <- dbReadTable(con, "ela_scores")\naggregate(test_score ~ school_id, data = d, FUN = mean)', [2]],
      ['a name that $ completes', 'd <- dbReadTable(con, "ela_scores")\nsum(d$test_s > 3)', [2]],
      ['a name in backticks', 'd <- dbReadTable(con, "ela_scores")\nsum(d$`test_score`)', [2]],
      ['an expression of glue()', 'd <- dbReadTable(con, "ela_scores")\nglue("mean {mean(d$test_score)}")', [2]],
      ['SQL that paste() puts together', 'q <- paste("SELECT",\n  "avg(test_score)",\n  "FROM ela_scores")', [2]],
      ['the SELECT of columns taken by position', '# test_score\nd <- dbGetQuery(con, "SELECT * FROM ela_scores")\nd[2:4]', [2]],
      ['a chunk of R Markdown', 'test_score\n```{r}\nd <- dbReadTable(con, "ela_scores")\nmean(d$test_score)\n```\n', [4]],
    ] as const) {
      it(`is ${what}`, () => expect(linesIn(what.includes('Markdown') ? 'a.Rmd' : 'a.R', code)).to.deep.equal(lines))
    }
  })

  describe('in Python', () => {
    for (const [what, code, lines] of [
      [
        'SQL over lines, not the docstring or a comment',
        '"""test_score"""\nq = """\nSELECT a.test_score\nFROM ela_scores a"""  # test_score',
        [3],
      ],
      ['a subscript', 'cur.execute("SELECT * FROM ela_scores")\nfor row in cur:\n    print(row["test_score"])', [3]],
      ['an attribute', 'df = pd.read_sql("SELECT * FROM ela_scores", con)\nprint(df.test_score.mean())', [2]],
      ['a name in a list of columns', 'df = pd.read_sql_table("ela_scores", con)\ndf[["school_id",\n    "test_score"]]', [3]],
      ['usecols', 'pd.read_csv("ela_scores.csv", usecols=["test_score"])', [1]],
      ['an expression of an f-string', 'rows = con.execute("SELECT * FROM ela_scores")\nprint(f"{rows[0].test_score}")', [2]],
      ['SQL in an f-string', 't = "ela_scores"\ncur.execute(f"SELECT avg(test_score) FROM {t}")', [2]],
      ['a query of pandas', 'df = pd.read_sql("SELECT * FROM ela_scores", con)\ndf.query("test_score > 5")', [2]],
      ['the SELECT of columns taken by position', 'cur.execute("SELECT * FROM ela_scores")\nfor row in cur:\n    print(row[3])', [1]],
      [
        'SQL of an Airflow operator',
        'SQLOperator(task_id="x", sql="""\n  INSERT INTO r\n  SELECT avg(test_score) FROM ela_scores""")',
        [3],
      ],
    ] as const) {
      it(`is ${what}`, () => expect(linesIn('a.py', code)).to.deep.equal(lines))
    }

    it('is a line of a notebook’s code, and not of its prose', () => {
      const notebook = `{"cells": [
 {"cell_type": "markdown",
  "source": [
   "about test_score\\n"]},
 {"cell_type": "code",
  "source": [
   "df = pd.read_sql(\\"SELECT * FROM ela_scores\\", con)\\n",
   "df[\\"test_score\\"].mean()"]}]}`
      expect(linesIn('a.ipynb', notebook)).to.deep.equal([8])
    })
  })

  describe('in JavaScript and TypeScript', () => {
    const read = "const { rows } = await db.query('SELECT * FROM ela_scores')\n"
    for (const [what, code, lines] of [
      ['a property', `${read}rows.map((row) => row.test_score)`, [2]],
      ['an optional property', `${read}rows.map((row) => row?.test_score ?? 0)`, [2]],
      ['a subscript', `${read}for (const row of rows) sum += row['test_score']`, [2]],
      ['a pattern', `${read}for (const { school_id, test_score } of rows) use(school_id)`, [2]],
      ['a pattern of arguments', `${read}rows.map(({ test_score: score }) => score)`, [2]],
      ['a template', `${read}rows.map((row) => \`\${row.test_score} points\`)`, [2]],
      ['SQL put together with +', "const sql = 'SELECT school_id, ' +\n  'test_score ' +\n  'FROM ela_scores'", [2]],
      ['SQL in a template', 'const sql = `SELECT school_id,\n  test_score\n  FROM ${schema}.ela_scores`', [2]],
      ['a name given to a query builder', "knex('ela_scores')\n  .select('test_score')", [2]],
      ['not a comment or a regular expression', `${read}// test_score\nconst quotes = /["'\`]/\nrows.map((row) => row.test_score)`, [4]],
    ] as const) {
      it(`is ${what}`, () => expect(linesIn('a.ts', code)).to.deep.equal(lines))
    }
  })

  describe('in SQL', () => {
    it('is the one of the changed table, where another has the same column', () => {
      const sql = 'SELECT m.test_score,\n  e.test_score\nFROM math_scores m JOIN ela_scores AS e USING (id);'
      expect(linesIn('a.sql', sql)[0]).to.equal(2)
    })

    it('is where the column is read, not where another table has one of that name', () => {
      const sql =
        'INSERT INTO reports.means (test_score)\nSELECT avg(x) AS test_score,\n  test_score\nFROM ela_scores\nON CONFLICT (test_score) DO NOTHING'
      expect(linesIn('a.sql', sql)[0]).to.equal(3)
    })

    it('is in the statement on the table, not in one on another table', () => {
      const sql = 'SELECT test_score FROM math_scores;\nSELECT "test_score" FROM ela_scores;'
      expect(linesIn('a.sql', sql)[0]).to.equal(2)
    })

    it('is found in a model of dbt and in a body in dollar quotes', () => {
      expect(linesIn('m.sql', "-- test_score\nselect avg(test_score)\nfrom {{ ref('ela_scores') }}")).to.deep.equal([2])
      expect(linesIn('f.sql', 'DO $$ BEGIN\n  PERFORM avg(test_score) FROM ela_scores;\nEND $$;')).to.deep.equal([2])
    })

    it('is the mention that the server points at, in the statement that failed', () => {
      const sql = 'INSERT INTO r\nSELECT avg(test_score)\nFROM (SELECT\n  test_score FROM ela_scores) s'
      const failed = { text: 'INSERT INTO r SELECT avg(test_score) FROM (SELECT test_score FROM ela_scores) s', mention: 1 }
      expect(linesIn('a.sql', sql, { failed })[0]).to.equal(4)
    })
  })

  it('is found in a statement of which the code has only a part, by what was recorded', () => {
    const code = "for (const t of tables) {\n  const { rows } = await db.query('SELECT * FROM ' + t)\n  rows[0].test_score\n}"
    expect(linesIn('a.js', code, { statements: ['SELECT * FROM ela_scores'] })).to.deep.equal([3])
  })

  it('is the line that an error’s trace names, where there is one', () => {
    const code = 'cur.execute("SELECT * FROM ela_scores")\nfirst = cur.fetchone()["test_score"]\nsecond = cur.fetchone()["test_score"]'
    expect(linesIn('a.py', code, { trace: [{ file: 'a.py', line: 3 }] })[0]).to.equal(3)
  })

  it('of a table is where SQL or a call names it', () => {
    const table = { table: 'ela_scores', statements: [], otherStatements: [], trace: [] }
    const find = (file: string, text: string) => findPlaces([analyseCode(file, text)], table).map(({ line }) => line)
    expect(find('a.sql', 'SELECT 1\n  FROM public.ela_scores')).to.deep.equal([2])
    expect(find('a.R', '# ela_scores\nd <- dbReadTable(con, "ela_scores")')).to.deep.equal([2])
  })

  it('shows the line without literals of SQL and without passwords', () => {
    const sql = analyseCode('a.sql', "SELECT test_score FROM ela_scores WHERE email = 'ann@school.example'")
    expect(findPlaces([sql], wanted)[0]?.text).to.equal("SELECT test_score FROM ela_scores WHERE email = '…'")
    const code = analyseCode('a.py', 'c = connect("postgresql://me:geheim@h/d?password=x"); c.run("SELECT test_score FROM ela_scores")')
    expect(findPlaces([code], wanted)[0]?.text).to.not.match(/geheim|password=x/)
  })
})
