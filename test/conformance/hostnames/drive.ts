import { existsSync, readFileSync } from 'node:fs'
import { createNames } from '../../../src/adapters/names/names.ts'
import { integrate } from '../../../src/rehearsal/integrate.ts'
import { command, makeSpec, portsFor } from '../../support/rehearse.ts'
import { commands, production } from './scripts.ts'

/**
 * Rehearses the scripts in a checkout on a store, in a process of its own: as whoever runs it, and with the way that it is
 * told. Words: the checkout, the store as JSON, the way (or `found`). Prints the verdict's pipelines, and the way.
 */
const [folder = '', store = '', wanted = 'found'] = process.argv.slice(2)
const names = createNames()
const way = wanted === 'found' ? await names.way() : wanted
const ports = { ...portsFor(folder), names: { ...names, way: async () => way as Awaited<ReturnType<typeof names.way>> } }
const all = Object.entries(commands(process.env.PROD_REPLICA_PYTHON ?? 'python3'))
const spec = makeSpec({
  pipelines: all.map(([name, run]) => command(name, run, { timeoutMs: 120_000 })),
  change: { migrations: { app: ['db/migrations/*.sql'] } },
})
const hostnames = { app: { names: [production.name], port: production.port } }
const verdict = await integrate(spec, { id: 'test', outputs: {} }, { app: JSON.parse(store) }, ports, { hostnames })
const hosts = existsSync('/etc/hosts') ? readFileSync('/etc/hosts', 'utf8') : ''
console.log(JSON.stringify({ way, pipelines: verdict.pipelines, findings: verdict.findings, left: hosts.includes('prod-replica') }))
