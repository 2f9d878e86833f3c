// A pipeline as teams write them in Node: `client.mjs lookup|pipeline|copy QUERIES` prints the seconds that its work took.
import pg from 'pg'

const [work, queries] = process.argv.slice(2)
const client = new pg.Client({})
await client.connect()
const started = process.hrtime.bigint()
await { lookup, pipeline, copy }[work]()
console.log(Number(process.hrtime.bigint() - started) / 1e9)
process.exit(0)

/** Nothing but the query. */
async function lookup() {
  for (let at = 1; at <= Number(queries); at += 1) await client.query('SELECT id, score FROM scores WHERE id = $1', [at])
}

/** Every student's fifty scores are read, ranked by the database and graded here. */
async function pipeline() {
  const grades = new Map()
  for (let at = 0; at < Number(queries); at += 1) {
    const { rows } = await client.query(
      `SELECT school, score, day, rank() OVER (PARTITION BY school ORDER BY score DESC) AS rank
         FROM scores WHERE student = $1 ORDER BY day, id`,
      [at % 4000],
    )
    for (const { school, score, day, rank } of rows) {
      const key = `${school}/${day.getFullYear()}`
      const grade = grades.get(key) ?? { sum: 0, count: 0, best: Number.POSITIVE_INFINITY }
      grades.set(key, { sum: grade.sum + score, count: grade.count + 1, best: Math.min(grade.best, Number(rank)) })
    }
  }
}

/** As bytes: what is done with them is the client's own affair. */
async function copy() {
  const { stream } = client.connection
  await new Promise((done) => {
    let tail = Buffer.alloc(0)
    stream.removeAllListeners('data')
    stream.on('data', (chunk) => {
      tail = Buffer.concat([tail, chunk]).subarray(-6)
      // ReadyForQuery ends it.
      if (tail.length === 6 && tail[0] === 0x5a && tail.readInt32BE(1) === 5) done()
    })
    const sql = Buffer.from('COPY wide TO STDOUT\0')
    const head = Buffer.from([0x51, 0, 0, 0, 0])
    head.writeInt32BE(sql.length + 4, 1)
    stream.write(Buffer.concat([head, sql]))
  })
}
