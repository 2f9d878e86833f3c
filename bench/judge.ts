/**
 * `npm run --silent bench:judge [-- --only PART,PART] [-- --rounds N] [-- --rows N,N] [-- --json]`: what judging costs, on a
 * real PostgreSQL, each figure beside its peer in one run. `--json` prints one line of JSON last.
 */
import { parseArgs } from 'node:util'
import { startPostgres } from '../test/support/postgres.ts'
import { measureClone } from './judge/clone.ts'
import { measureCompare } from './judge/compare.ts'
import { measureMask } from './judge/mask.ts'
import { measurePreflight } from './judge/preflight.ts'
import { measureRecorder } from './judge/recorder.ts'
import type { Line, MeasurePart } from './judge/types.ts'

const parts: Readonly<Record<string, MeasurePart>> = {
  clone: measureClone,
  preflight: measurePreflight,
  recorder: measureRecorder,
  mask: measureMask,
  compare: measureCompare,
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: Object.keys(parts).join(',') },
      rounds: { type: 'string', default: '5' },
      rows: { type: 'string', default: '1000000,10000000' },
      json: { type: 'boolean', default: false },
    },
  })
  const options = { rounds: Number(values.rounds), rows: values.rows.split(',').map(Number) }
  const measured: Record<string, Line[]> = {}
  for (const name of values.only.split(',')) {
    const measure = parts[name]
    if (measure === undefined) throw new Error(`There is no part ${name}: ${Object.keys(parts).join(', ')}.`)
    measured[name] = await withServer((server) => measure(server, options))
    console.log(`\n${name}`)
    for (const line of measured[name]) console.log(`  ${line.what.padEnd(44)} ${format(line.figures)}`)
  }
  if (values.json) console.log(JSON.stringify(measured))
}

async function withServer<Result>(work: (server: Awaited<ReturnType<typeof startPostgres>>) => Promise<Result>): Promise<Result> {
  const server = await startPostgres()
  return await work(server).finally(() => server.stop())
}

function format(figures: Line['figures']): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`)
    .join('   ')
}

await main()
