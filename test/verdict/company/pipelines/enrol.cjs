// Enrols a pupil: named columns, defaults, a key that comes back, a receipt from a sequence.
const { Client } = require('pg')

async function main() {
  const client = new Client()
  await client.connect()
  const insert = 'INSERT INTO students (school_id, name, email, enrolled_at) VALUES ($1, $2, $3, $4) RETURNING student_id, status' // [t] [k] [n] [e] [r] [i] [s]
  const { rows } = await client.query(insert, [3, 'New Pupil', null, '2024-11-01 10:00'])
  const [pupil] = rows
  await client.query('INSERT INTO attendance VALUES ($1, $2, $3, $4)', [9000, '2024-11-01', true, 0]) // [a]
  await client.query('INSERT INTO reports.receipts (student_id, status) VALUES ($1, $2)', [pupil.student_id, pupil.status]) // [o] [i] [s]
  await client.end()
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
