import { expect } from 'chai'
import { createClock } from '../../src/adapters/clock.ts'
import { createCloud } from '../../src/adapters/cloud.ts'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import { deleteReplica } from '../../src/stack/delete/delete.ts'
import { productionOf, specOf } from '../support/derive.ts'
import { hostless } from '../support/hostless.ts'
import { createJournal } from '../support/journal.ts'
import { type Moto, startMoto } from '../support/moto.ts'
import { run } from '../support/plans.ts'

describe('the host that a plan adds, against moto', function () {
  this.timeout(120_000)
  let moto: Moto
  let cloud: Cloud
  before(async () => {
    moto = await startMoto()
    cloud = await createCloud({ ...moto.environment, AWS_REGION: 'us-east-1' })
  })
  after(() => moto?.close())

  it('is made with its role, its groups and its way to the store, takes commands, and goes before what it stands in', async () => {
    const plan = derivePlan(productionOf({ shop: hostless }), specOf('app: {resource: Db, database: app, data: empty}'), run)
    const ports = { cloud, clock: createClock(), emit: createJournal().emit, signal: new AbortController().signal }
    const replica = await createReplica(plan, run, { ttlMs: 3_600_000 }, ports)
    expect(replica.stacks.map(({ status }) => status)).to.deep.equal(plan.stacks.map(() => 'CREATE_COMPLETE'))
    const id = replica.hosts.ProdReplicaHost?.id ?? ''
    expect(id).to.match(/^i-[0-9a-f]+$/)
    // moto runs nothing, but takes the command and answers in AWS's shape.
    expect(await cloud.hosts.run(id, { script: 'true', timeoutMs: 1000 })).to.deep.include({ status: 'succeeded', exitCode: 0 })
    // What is left is the network: moto does not detach its own gateways from it.
    const { deleted } = await deleteReplica(run.replicaId, ports)
    expect(deleted.map((name) => name.replace('prod-replica-pr-42-', ''))).to.include.members(['2-access', '1-host'])
  })
})
