// Prints one store's whole content as SQL: its schema, the migrations that production has, and its rows.
//   node data/generate.mjs app|warehouse
// The data is made up, and the same every time: it has the shares of New Vision's real data and no real person.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { randomFrom } from './random.mjs'
import { scoreTables, subjectTable } from './scores.mjs'
import { studentTable } from './students.mjs'

const SEED = 20200706
const ROWS = 100

const root = fileURLToPath(new URL('..', import.meta.url))
const stores = {
  app: (random) => [studentTable(random, ROWS)],
  warehouse: (random) => [...scoreTables(random, ROWS), subjectTable(random, ROWS)],
}

const store = process.argv[2]
if (!Object.hasOwn(stores, store ?? '')) {
  console.error(`usage: node data/generate.mjs ${Object.keys(stores).join('|')}`)
  process.exit(2)
}
console.log([schemaOf(store), ...migrationsOf(store), ...stores[store](randomFrom(SEED)).map(formatInsert)].join('\n'))

function schemaOf(store) {
  return readFileSync(`${root}data/schema/${store}.sql`, 'utf8')
}

/** The baseline alone: what a change adds is not in production yet. */
function migrationsOf(store) {
  const folder = `${root}db/migrations/${store}`
  const baseline = readdirSync(folder).filter((name) => name.startsWith('0001_'))
  return baseline.map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
}

function formatInsert({ name, columns, rows }) {
  const values = rows.map((row) => `  (${columns.map((column) => formatValue(row[column])).join(', ')})`)
  return `INSERT INTO ${name} (${columns.join(', ')}) VALUES\n${values.join(',\n')};\n`
}

function formatValue(value) {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}
