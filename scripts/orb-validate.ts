// Checks the orb as packed (dist/orb.yml, which `npm run orb:pack` writes), each of its examples as a config of its own,
// and our own pipeline's configs. Offline; ends with 1 when anything is wrong.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { checkConfig } from '../src/circleci/check/check-config.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const orb = read('dist/orb.yml')
const orbs = { 'prod-replica/prod-replica': orb }
const { examples = {} } = parse(orb) as { examples?: Record<string, { usage: unknown }> }
const sources = [
  { path: 'dist/orb.yml', text: orb },
  ...Object.entries(examples).map(([name, { usage }]) => ({ path: `examples/${name}`, text: stringify(usage) })),
  ...readdirSync(`${root}.circleci`).map((name) => ({ path: `.circleci/${name}`, text: withOrb(read(`.circleci/${name}`)) })),
]
const problems = sources.flatMap((source) => checkConfig(source, orbs))
for (const { place, rule, found, remedy } of problems) console.log(`${place}  ${rule}  ${found}. ${remedy}`)
const wrong = problems.filter(({ rule }) => rule !== 'unchecked')
console.log(`${sources.length} checked: the orb, ${Object.keys(examples).length} examples, our own configs; ${wrong.length} problems`)
if (wrong.length > 0) process.exitCode = 1

/** Our pipeline runs with the orb packed from its own revision in the place left for it. */
function withOrb(config: string): string {
  return config.replace('prod-replica: {}', 'prod-replica: prod-replica/prod-replica@0.1')
}

function read(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8')
}
