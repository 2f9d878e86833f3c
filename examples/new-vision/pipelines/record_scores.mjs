// record-scores: notes, for every student, the grade that they sat their tests in.
import pg from 'pg'

const SCHOOL_YEAR = 2020

const app = new pg.Client()
await app.connect()
try {
  const { rows: students } = await app.query('SELECT student_id, birth_date FROM students ORDER BY student_id')
  const recordedAt = new Date().toISOString()
  const entries = students.map((student) => [student.student_id, gradeOf(student.birth_date), recordedAt])
  await insert('score_log (student_id, grade, recorded_at)', entries)
  console.log(`recorded ${entries.length} students`)
} finally {
  await app.end()
}

function gradeOf(birthDate) {
  return SCHOOL_YEAR - birthDate.getFullYear() - 6
}

async function insert(target, rows) {
  const places = rows.map((row, at) => `(${row.map((_, column) => `$${at * row.length + column + 1}`).join(', ')})`)
  await app.query(`INSERT INTO ${target} VALUES ${places.join(', ')}`, rows.flat())
}
