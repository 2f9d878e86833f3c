import { expect } from 'chai'
import type { NamesWay } from '../../../src/ports/names.ts'
import { obstacleOf, prepareHostnames } from '../../../src/rehearsal/hostnames/hostnames.ts'
import type { StoreHostnames } from '../../../src/rehearsal/hostnames/known.ts'
import { type Checkout, makeCheckout } from '../../support/checkout.ts'
import { makeSpec, portsFor } from '../../support/rehearse.ts'

const name = 'app-db.xyz.us-east-1.rds.amazonaws.com'
const known = { app: { names: [name], port: 5432 } }

interface Case {
  allow?: readonly string[]
  canListen?: boolean
  known?: StoreHostnames
}

describe('a pipeline that names production', () => {
  let checkout: Checkout

  afterEach(() => checkout.remove())

  async function obstacle(files: Record<string, string>, run: string, way: NamesWay, more: Case = {}) {
    const { allow = [], canListen = true } = more
    checkout = makeCheckout(files)
    const ports = portsFor(checkout.folder)
    ports.names = { ...ports.names, way: async () => way, canListen: async () => canListen }
    const spec = makeSpec({})
    const hostnames = await prepareHostnames(more.known ?? known, { ...spec, replica: { ...spec.replica, allow } }, {}, ports)
    const code = { baseline: checkout.folder, candidate: checkout.folder, revisions: {}, notTested: [] }
    const job = run.endsWith('.sql') ? ({ kind: 'sql', file: run } as const) : ({ kind: 'command', run } as const)
    return await obstacleOf({ job }, { code: { ...code } as Parameters<typeof obstacleOf>[1]['code'], hostnames, ports })
  }

  const loader = { 'load.go': `package main\n// …\nvar host = "${name}"\n` }
  const script = { 'load.py': `host = "${name.toUpperCase()}"\n` }

  it('runs where its machine’s hosts file can lead it', async () => {
    expect(await obstacle(loader, 'go run load.go', 'private')).to.equal(undefined)
    expect(await obstacle(loader, 'go run load.go', 'shared')).to.equal(undefined)
  })

  it('runs by hooks where its language has them, and is refused where it has none', async () => {
    expect(await obstacle(script, 'python3 load.py', 'hooks')).to.equal(undefined)
    expect(await obstacle(loader, 'go run load.go', 'hooks')).to.match(/^load\.go names the database app-db\.xyz.*only libpq, Python/)
    expect(await obstacle({}, `psql -h ${name}`, 'hooks')).to.equal(undefined)
    expect(await obstacle({}, `./loader --host ${name}`, 'hooks')).to.match(/^its command names/)
  })

  it('is refused by hooks where two stores have one port, and its language may use libpq', async () => {
    const two = { ...known, ledger: { names: ['db.ledger.example'], port: 5432 } }
    expect(await obstacle(script, 'python3 load.py', 'hooks', { known: two })).to.match(/only Node and Java/)
    expect(await obstacle({ 'load.mjs': `const host = '${name}'\n` }, 'node load.mjs', 'hooks', { known: two })).to.equal(undefined)
    expect(await obstacle(script, 'python3 load.py', 'private', { known: two })).to.equal(undefined)
  })

  it('is refused where there is no way at all, or the port is another’s', async () => {
    expect(await obstacle(script, 'python3 load.py', 'none')).to.match(/no way to lead it/)
    expect(await obstacle(script, 'python3 load.py', 'private', { canListen: false })).to.match(/no recorder can listen on its port/)
  })

  it('is refused where the server would look the name up, but for remarks', async () => {
    expect(await obstacle({ 'a.sql': `SELECT * FROM dblink('host=${name}', 'SELECT 1')\n` }, 'a.sql', 'private')).to.match(/a server looks/)
    expect(await obstacle({ 'b.sql': `SELECT 1; -- runs on ${name}\n` }, 'b.sql', 'private')).to.equal(undefined)
  })

  it('is refused for a database that is no store of the replica', async () => {
    const other = { 'load.py': 'host = "other.abc.us-east-1.redshift.amazonaws.com"\n' }
    expect(await obstacle(other, 'python3 load.py', 'private')).to.match(/none of the stores in replica\.yml/)
  })

  it('is found out by a settings file that it reads', async () => {
    const files = { 'load.py': 'read("db.ini")\n', 'db.ini': `[db]\nhost = ${name}\n` }
    expect(await obstacle(files, 'python3 load.py', 'none')).to.match(/^db\.ini names/)
    expect(await obstacle(files, 'python3 load.py', 'hooks')).to.equal(undefined)
    const other = { 'load.go': 'var settings = "db.ini"\n', 'db.ini': files['db.ini'] }
    expect(await obstacle(other, 'go run load.go', 'hooks')).to.match(/^db\.ini names/)
  })

  it('runs where the team has allowed the name', async () => {
    expect(await obstacle(script, 'python3 load.py', 'none', { allow: [name] })).to.equal(undefined)
  })
})
