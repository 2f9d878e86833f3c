// Writes something random and the time beside what it counts.
const { Client } = require('pg')

async function main() {
  const client = new Client()
  await client.connect()
  await client.query('CREATE TABLE reports.sample (subject text, term text, counted int, luck float8, at timestamptz DEFAULT clock_timestamp())')
  const { rows } = await client.query("SELECT subject, term, count(*)::int AS counted FROM scores WHERE taken_on >= '2024-10-01' GROUP BY 1, 2 ORDER BY 1, 2") // [s] [e] [d] [t]
  for (const row of rows)
    await client.query('INSERT INTO reports.sample (subject, term, counted, luck) VALUES ($1, $2, $3, $4)', [row.subject, row.term, row.counted, Math.random()]) // [s] [e]
  await client.end()
  console.log(`took ${process.hrtime.bigint()} ns`)
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
