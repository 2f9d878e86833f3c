/**
 * Makes src/local-cloud/facts/resource-types.json: every known CloudFormation type, by service, with its typical seconds
 * to create. `node --import tsx scripts/generate-local-facts.ts FOLDER`, where FOLDER holds resource-seconds.json and
 * handler-permissions.json.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Give the folder that holds resource-seconds.json and handler-permissions.json.')
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const seconds = read('resource-seconds.json') as Record<string, { create: number }>
const known = Object.keys(read('handler-permissions.json') as object)
/** Types of AWS's own tests and past names, which no template can use. */
const notPublic = /^AWS::(Internal|Hawk|CodeTest|GammaDilithium|Canary|ConsoleConfiguration|GameCast|DeadlineCloud)::|::Test/
/** The median over all types, for those that nobody has measured. */
const usualSeconds = 2

const services: Record<string, Record<string, number>> = {}
for (const type of [...new Set([...known, ...Object.keys(seconds)])].sort()) {
  const [vendor, service, name] = type.split('::')
  if (vendor !== 'AWS' || service === undefined || name === undefined || notPublic.test(type)) continue
  services[service] = { ...services[service], [name]: seconds[type]?.create ?? usualSeconds }
}
const lines = Object.entries(services).map(([service, types]) => `${JSON.stringify(service)}: ${JSON.stringify(types)}`)
writeFileSync(new URL('../src/local-cloud/facts/resource-types.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
