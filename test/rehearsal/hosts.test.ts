import { expect } from 'chai'
import { integrate } from '../../src/rehearsal/integrate.ts'
import type { Verdict } from '../../src/rehearsal/types.ts'
import type { Store } from '../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../support/checkout.ts'
import { command, makeSpec, portsFor } from '../support/rehearse.ts'
import { makeStore, startStores } from '../support/stores.ts'

describe('pipelines that ask for a host', function () {
  this.timeout(60_000)
  let store: Store
  let checkout: Checkout

  before(async () => {
    await startStores()
    store = await makeStore('app', 'CREATE TABLE t (a int)')
    checkout = makeCheckout({ 'readme.txt': '' })
  })
  after(() => checkout.remove())

  const rehearseOn = (hostNames?: readonly string[]): Promise<Verdict> => {
    const spec = makeSpec({ pipelines: [command('nightly', 'echo done', { on: 'Pipes' }), command('any', 'echo done')] })
    const ports = { ...portsFor(checkout.folder), ...(hostNames === undefined ? {} : { hostNames }) }
    return integrate(spec, { id: 'test', outputs: {} }, { app: store }, ports)
  }
  const statuses = ({ pipelines }: Verdict) => pipelines.map(({ name, status }) => `${name} ${status}`)

  it('run where the work is done on that host, by any of its names', async () => {
    expect(statuses(await rehearseOn(['Hosts/Pipes', 'Pipes']))).to.deep.equal(['nightly passed', 'any passed'])
  })

  for (const [hostNames, where] of [
    [undefined, 'on the runner'],
    [['Other'], 'on the host Other'],
  ] as const) {
    it(`are named as not tested where the work is done ${where}`, async () => {
      const verdict = await rehearseOn(hostNames)
      expect(statuses(verdict)).to.deep.equal(['nightly skipped', 'any passed'])
      const why = `it asks for the host Pipes, and the work is done ${where}`
      expect(verdict.notTested).to.deep.include({ what: 'nightly', why })
    })
  }
})
