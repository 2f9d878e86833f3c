import { expect } from 'chai'
import type { NamesWay } from '../../../src/ports/names.ts'
import { prepareHostnames } from '../../../src/rehearsal/hostnames/hostnames.ts'
import { withNamesLed } from '../../../src/rehearsal/hostnames/lead.ts'
import type { Store } from '../../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../../support/checkout.ts'
import { makeSpec, portsFor } from '../../support/rehearse.ts'
import { makeStore, startStores } from '../../support/stores.ts'

const names = { app: 'app-db.xyz.us-east-1.rds.amazonaws.com', ledger: 'db.ledger.example' }
const ports = { app: 15_432, ledger: 15_432 }
const script = `
const { Client } = require('pg')
const ask = async (host) => {
  const client = new Client('postgresql://root:of-production@' + host + ':15432/dev')
  await client.connect()
  const { rows } = await client.query('SELECT current_database() AS name')
  await client.end()
  return rows[0].name
}
;(async () => console.log(await ask('${names.app}'), await ask('${names.ledger}')))()
`

describe('a run that is led', function () {
  this.timeout(60_000)
  let checkout: Checkout
  let stores: { app: Store; ledger: Store }

  before(startStores)
  beforeEach(async () => {
    checkout = makeCheckout({ 'ask.cjs': script })
    stores = { app: await makeStore('app', 'SELECT 1'), ledger: await makeStore('ledger', 'SELECT 1') }
  })
  afterEach(() => checkout.remove())

  async function ask(way: NamesWay): Promise<{ output: string; statements: number[]; sameHost: boolean; PGHOSTADDR: string | undefined }> {
    const world = portsFor(checkout.folder)
    world.names = { ...world.names, way: async () => way }
    const known = { app: { names: [names.app], port: ports.app }, ledger: { names: [names.ledger], port: ports.ledger } }
    const hostnames = await prepareHostnames(known, makeSpec({}), stores, world)
    const run = { job: { kind: 'command', run: 'node ask.cjs' }, folder: checkout.folder } as const
    return await withNamesLed(run, stores, { hostnames, ports: world, databases: {} }, async ({ recorders, prepare }) => {
      const led = await prepare('node ask.cjs', { PATH: process.env.PATH ?? '' })
      const { output } = await world.shell.run({ ...led, folder: checkout.folder })
      await led.end()
      const all = [recorders.app, recorders.ledger]
      const statements = all.map((recorder) => recorder?.recording.count ?? 0)
      const sameHost = all[0]?.target.host === all[1]?.target.host
      return { output, statements, sameHost, PGHOSTADDR: led.environment.PGHOSTADDR }
    })
  }

  it('reaches two stores on one port, each by its own name and recorder, also while another run does', async () => {
    const runs = await Promise.all([ask('hooks'), ask('hooks')])
    for (const { output, statements, sameHost, PGHOSTADDR } of runs) {
      expect(output).to.equal(`${stores.app.target.database} ${stores.ledger.target.database}\n`)
      expect(statements).to.deep.equal([1, 1])
      expect(sameHost).to.equal(false)
      // One address for whatever name could only be wrong.
      expect(PGHOSTADDR).to.equal(undefined)
    }
  })
})
