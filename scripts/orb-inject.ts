// Writes a config that uses the orb as it was just packed: orb-inject.ts CONFIG ORB OUT
import { readFileSync, writeFileSync } from 'node:fs'
import { injectOrb } from './orb/inject.ts'

const [config, orb, out] = process.argv.slice(2)
if (config === undefined || orb === undefined || out === undefined) {
  console.error('usage: orb-inject.ts CONFIG ORB OUT')
  process.exitCode = 2
} else {
  writeFileSync(out, injectOrb(readFileSync(config, 'utf8'), 'prod-replica', readFileSync(orb, 'utf8')))
}
