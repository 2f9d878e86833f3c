/**
 * `npm run --silent bench:derive [-- --json] [-- --seconds N]`: how long the derivation of a 500-resource template takes
 * once loaded, by phase, and how it grows from 50 to 5,000 resources. `--json` adds one line of JSON.
 */
import { parseArgs } from 'node:util'
import { type Figure, type Measurement, measure, type Phase, phases } from './derive/measure.ts'

const sizes = [50, 100, 200, 500, 1_000, 2_000, 5_000]
const { values } = parseArgs({ options: { json: { type: 'boolean' }, seconds: { type: 'string', default: '2' } } })
const budgetMs = Number(values.seconds) * 1_000

// The first rounds are slower: what is measured is the code once it is warm.
measure(500, 1_000)
const results = sizes.map((size) => measure(size, budgetMs))
const main = results.find(({ resources }) => resources === 500) as Measurement
console.log('A template of 500 resources, in milliseconds (min / median):')
for (const phase of phases) console.log(`  ${phase.padEnd(7)} ${format(main.phases[phase])}`)
console.log(`  per resource ${perResource(main)} µs to plan (derive + leaks), ${main.rounds} rounds\n`)
console.log(`resources  ${phases.map((phase) => phase.padStart(17)).join('')}   µs a resource`)
for (const each of results) console.log(rowOf(each))
const exponents = Object.fromEntries(phases.map((phase) => [phase, Number(exponentOf(phase).toFixed(2))]))
console.log(`grows as n^${phases.map((phase) => String(exponents[phase]).padStart(17)).join('')}`)
if (values.json === true) console.log(JSON.stringify({ sizes: results, exponents }))

function rowOf(each: Measurement): string {
  const cells = phases.map((phase) => format(each.phases[phase]).padStart(17))
  return `${String(each.resources).padStart(9)}  ${cells.join('')}  ${perResource(each).padStart(13)}`
}

function perResource({ phases, resources }: Measurement): string {
  return ((1_000 * phases.plan.min) / resources).toFixed(0)
}

/** The slope of the line through the logarithms of size and time: 1 is linear. */
function exponentOf(phase: Phase): number {
  const points = results.map((each) => ({ x: Math.log(each.resources), y: Math.log(each.phases[phase].min) }))
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length
  const both = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0)
  return both / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
}

function format({ min, median }: Figure): string {
  return `${min.toFixed(1)} / ${median.toFixed(1)}`
}
