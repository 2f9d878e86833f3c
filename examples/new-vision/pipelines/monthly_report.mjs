// monthly-report: the share of students at or above the average, by subject.
import pg from 'pg'

const AVERAGE = 50
const SCORE_TABLES = [
  'sample_student_ela_scores',
  'sample_student_math_scores',
  'sample_student_science_scores',
  'sample_student_scores_history',
  'sample_student_scores_extra',
]

const warehouse = new pg.Client()
await warehouse.connect()
try {
  const tables = []
  for (const table of SCORE_TABLES) tables.push((await warehouse.query(`SELECT * FROM ${table}`)).rows)

  const scores = stack(tables)
  await warehouse.query('DELETE FROM reports.monthly')
  for (const subject of new Set(scores.map((row) => row.subject))) {
    const percent = percentAtOrAbove(scores.filter((row) => row.subject === subject))
    await warehouse.query('INSERT INTO reports.monthly (subject, percent_at_or_above) VALUES ($1, $2)', [subject, percent])
    console.log(`${subject} ${percent} %`)
  }
} finally {
  await warehouse.end()
}

/** All rows under one another, by column name; what a table does not have is null, as with R's rbindlist(fill = TRUE). */
function stack(tables) {
  const rows = tables.flat()
  const columns = new Set(rows.flatMap((row) => Object.keys(row)))
  return rows.map((row) => Object.fromEntries([...columns].map((column) => [column, row[column] ?? null])))
}

/** A student without a score did not reach the average. */
function percentAtOrAbove(rows) {
  const scores = rows.map((row) => row.test_score ?? 0)
  return Math.round((100 * scores.filter((score) => score >= AVERAGE).length) / scores.length)
}
