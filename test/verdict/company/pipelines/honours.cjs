// The honours list: reads through a cursor, and by position.
const { Client } = require('pg')

async function main() {
  const client = new Client()
  await client.connect()
  const { rows: settings } = await client.query("SELECT value FROM settings WHERE key = 'honours_from'") // [q] [v]
  const limit = Number(settings[0]?.value ?? 101) // [v]
  await client.query('BEGIN')
  await client.query('DECLARE all_scores CURSOR FOR SELECT * FROM scores ORDER BY 1') // [t]
  for (;;) {
    const { rows } = await client.query({ text: 'FETCH 50 FROM all_scores', rowMode: 'array' })
    if (rows.length === 0) break
    for (const row of rows) {
      const student = row[1] // [i]
      const points = row[4] // [p]
      if (points >= limit)
        await client.query('INSERT INTO reports.honours (student_id, points, subject) VALUES ($1, $2, $3)', [student, points, row[2]]) // [o] [s]
    }
  }
  await client.query('COMMIT')
  await client.end()
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
