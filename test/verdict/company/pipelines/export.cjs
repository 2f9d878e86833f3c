// Writes the pupils' list as CSV.
const { mkdirSync, writeFileSync } = require('node:fs')
const { Client } = require('pg')

const list = `
  SELECT s.student_id, s.name, s.email, c.name AS school
    FROM students s
    JOIN schools c ON c.school_id = s.school_id
   WHERE s.status = 'active'
   ORDER BY s.student_id` // the marks of these lines are in the catalogue: a comment in SQL would be sent

async function main() {
  const client = new Client()
  await client.connect()
  const { rows } = await client.query(list)
  await client.end()
  mkdirSync('out', { recursive: true })
  const lines = rows.map((row) => [row.student_id, row.name, row.email ?? '', row.school].join(','))
  writeFileSync('out/students.csv', ['student_id,name,email,school', ...lines].join('\n') + '\n')
  console.log('written')
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
