const subjects = ['ela', 'math', 'science', 'history', 'extra']

/** The company's five score tables, its pupils and a reports schema: 100 rows each, the same every time. */
export const newVisionSchema = `
CREATE SCHEMA reports;
CREATE TABLE reports.monthly (subject text, percent_at_or_above numeric, counted int);
CREATE TABLE students (student_id int PRIMARY KEY, name text NOT NULL, email text UNIQUE, birth_date date);
INSERT INTO students SELECT i, 'Pupil ' || i, 'pupil' || i || '@school.example', date '2010-01-01' + i FROM generate_series(1, 100) i;
${subjects
  .map(
    (subject, at) => `
CREATE TABLE ${subject}_scores (student_id int, school_id text, subject text, test_score int, test_date text);
INSERT INTO ${subject}_scores
SELECT i, 'S' || i % 5, '${subject.toUpperCase()}', (i * 37 + ${at * 13}) % 100, '2024-05-01' FROM generate_series(1, 100) i;`,
  )
  .join('\n')}`

/** Stacks the five tables by column name, pads what is missing with nulls and counts null as 0, as the real one does. */
export const monthlyScript = `
const { Client } = require('pg')

async function main() {
  const client = new Client()
  await client.connect()
  const rows = []
  for (const subject of ['ela', 'math', 'science', 'history', 'extra']) {
    const { rows: part } = await client.query('SELECT * FROM ' + subject + '_scores')
    rows.push(...part)
  }
  const groups = new Map()
  for (const row of rows) {
    const score = row.test_score ?? 0
    const group = groups.get(row.subject) ?? { above: 0, counted: 0 }
    group.above += score >= 55 ? 1 : 0
    group.counted += 1
    groups.set(row.subject, group)
  }
  await client.query('TRUNCATE reports.monthly')
  for (const [subject, { above, counted }] of groups)
    await client.query('INSERT INTO reports.monthly VALUES ($1, $2, $3)', [subject, Math.round((above / counted) * 100), counted])
  await client.end()
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
`
