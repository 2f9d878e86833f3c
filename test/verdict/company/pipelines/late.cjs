// Minutes of lateness by school. What is missing counts as none.
const { Client } = require('pg')

async function main() {
  const client = new Client()
  await client.connect()
  const { rows: pupils } = await client.query('SELECT student_id, school_id FROM students ORDER BY student_id') // [j] [i] [k]
  const { rows } = await client.query('SELECT * FROM attendance') // [t]
  const schoolOf = new Map(pupils.map((pupil) => [pupil.student_id, pupil.school_id])) // [i] [k]
  const late = new Map()
  for (const row of rows) {
    const school = schoolOf.get(row.student_id) ?? 0 // [a]
    const sum = late.get(school) ?? { minutes: 0, days: 0 }
    sum.minutes += row.minutes_late ?? 0 // [m]
    sum.days += row.present ? 1 : 0 // [p]
    late.set(school, sum)
  }
  await client.query('DELETE FROM reports.late') // [o]
  for (const [school, { minutes, days }] of [...late].sort((one, other) => one[0] - other[0]))
    await client.query('INSERT INTO reports.late VALUES ($1, $2, $3)', [school, minutes, days]) // [n]
  await client.end()
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
