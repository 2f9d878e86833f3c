// assess: every school's average in every subject, held against what counts as high and low there.
import pg from 'pg'
import { judge, mean } from './judge.mjs'

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
  const scores = []
  for (const table of SCORE_TABLES) scores.push(...(await readAll(table)).filter((row) => row.retake !== true))
  const limits = groupBySchoolAndSubject(await readAll('sample_subject_test_scores'))

  const assessedAt = new Date().toISOString()
  const results = []
  for (const [key, rows] of groupBySchoolAndSubject(scores)) {
    const average = mean(rows.map((row) => row.test_score))
    const limit = limits.get(key) ?? []
    const high = mean(limit.map((row) => row.high_score))
    const low = mean(limit.map((row) => row.low_score))
    const { school_id, subject } = rows[0]
    results.push([school_id, subject, average, judge(average, high, low), assessedAt])
  }

  await warehouse.query('DELETE FROM reports.assessment')
  await insert('reports.assessment (school_id, subject, average, assessment, assessed_at)', results)
  console.log(`assessed ${results.length} subjects of schools`)
} finally {
  await warehouse.end()
}

async function readAll(table) {
  return (await warehouse.query(`SELECT * FROM ${table}`)).rows
}

/** A row whose school or subject is missing belongs to no group, as with R's aggregate(). */
function groupBySchoolAndSubject(rows) {
  const groups = new Map()
  for (const row of rows) {
    if (row.school_id == null || row.subject == null) continue
    const key = JSON.stringify([row.school_id, row.subject])
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

async function insert(target, rows) {
  const places = rows.map((row, at) => `(${row.map((_, column) => `$${at * row.length + column + 1}`).join(', ')})`)
  await warehouse.query(`INSERT INTO ${target} VALUES ${places.join(', ')}`, rows.flat())
}
