// How long the helper takes to start, against bare Node and against `aws --version` where that is installed.
// Runs are interleaved, so that a machine whose speed drifts slows all of them alike; ratios count, not seconds.
import { spawnSync } from 'node:child_process'

const rounds = Number(process.argv[2] ?? 15)
const candidates = {
  'node -e 0': ['node', '-e', '0'],
  'prod-replica --version': ['node', 'dist/prod-replica.cjs', '--version'],
  'prod-replica --help': ['node', 'dist/prod-replica.cjs', '--help'],
  'aws --version': ['aws', '--version'],
}

const present = Object.entries(candidates).filter(([, [program, ...words]]) => spawnSync(program, words).error === undefined)
const timings = Object.fromEntries(present.map(([name]) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, [program, ...words]] of present) {
    const start = process.hrtime.bigint()
    spawnSync(program, words)
    timings[name].push(Number(process.hrtime.bigint() - start) / 1e6)
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const bare = median(timings['node -e 0'])
for (const [name, values] of Object.entries(timings)) {
  console.log(`${name.padEnd(24)} median ${median(values).toFixed(0).padStart(5)} ms, ${(median(values) / bare).toFixed(1)} × bare Node`)
}
