import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import { derivePlan } from '../../../src/derive/plan.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { deleteReplica } from '../../../src/stack/delete/delete.ts'
import { hostProbe } from '../../../src/stack/ready/host-readiness.ts'
import { findReplica } from '../../../src/stack/replica/find.ts'
import { startTestCloud, type TestCloud } from '../../local-cloud/support.ts'
import { productionOf, specOf } from '../../support/derive.ts'
import { hostless } from '../../support/hostless.ts'
import { createJournal } from '../../support/journal.ts'
import { run } from '../../support/plans.ts'

describe('a replica whose production has no host', function () {
  this.timeout(60_000)
  let local: TestCloud
  before(async () => {
    local = await startTestCloud()
  })
  after(() => local.close())

  it('gets one that takes commands, is known again, and goes with the replica', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    const cloud = await createCloud({ AWS_ENDPOINT_URL: local.endpoint, ...keys })
    const plan = derivePlan(productionOf({ shop: hostless }), specOf('app: {resource: Db, database: app, data: empty}'), run)
    expect(plan.leaks).to.deep.equal([])
    const journal = createJournal()
    const ports = { cloud, clock: createClock(), emit: journal.emit, signal: new AbortController().signal }
    const replica = await createReplica(plan, run, { ttlMs: 3_600_000, probes: [hostProbe(plan, ports)] }, ports)
    expect(journal.codes()).to.include('host.reached')
    expect(replica.runOn).to.equal('ProdReplicaHost')
    const id = replica.hosts.ProdReplicaHost?.id ?? ''
    expect((await cloud.hosts.run(id, { script: 'echo here', timeoutMs: 5000 })).output).to.equal('here\n')
    const found = await findReplica(run.replicaId, { cloud })
    expect(found).to.deep.include({ hosts: replica.hosts, runOn: 'ProdReplicaHost' })
    expect((await deleteReplica(run.replicaId, ports)).survivors).to.deep.equal([])
    expect(await cloud.hosts.find({ kind: 'instance', id })).to.equal(undefined)
  })
})
