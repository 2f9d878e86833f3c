import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createDatabases } from '../../../src/adapters/databases.ts'
import { integrate } from '../../../src/rehearsal/integrate.ts'
import { mergeShards } from '../../../src/rehearsal/shards/merge.ts'
import { splitPipelines } from '../../../src/rehearsal/shards/split.ts'
import type { ShardVerdict } from '../../../src/rehearsal/shards/types.ts'
import type { Verdict } from '../../../src/rehearsal/types.ts'
import { cloneStore, dropClones } from '../../../src/store/clone/clone.ts'
import { openStores } from '../../../src/store/open.ts'
import type { Store } from '../../../src/store/types.ts'
import { type Checkout, makeCheckout } from '../../support/checkout.ts'
import { maskAs } from '../../support/masking.ts'
import { monthlyScript, newVisionSchema } from '../../support/new-vision.ts'
import { command, makeSpec, portsFor } from '../../support/rehearse.ts'
import { listDatabases, makeStore, startStores } from '../../support/stores.ts'

const total = 2
const replica = { id: 'test', outputs: {} }
const rules = {
  'app.public.students.name': 'fake-name',
  'app.public.students.email': 'hash',
  'app.public.students.birth_date': 'shift-date',
} as const
const spec = makeSpec({
  change: { migrations: { app: ['db/migrations/*.sql'] } },
  pipelines: [command('monthly', 'node pipelines/monthly.cjs'), command('empty', 'true'), command('last', 'true', { needs: ['empty'] })],
  checks: [{ name: 'unit', run: 'node -e "process.exit(process.env.PGDATABASE ? 0 : 1)"', timeoutMs: 20_000 }],
})

describe('shards at the same time on one replica', function () {
  this.timeout(120_000)
  let store: Store
  let checkout: Checkout

  before(async () => {
    await startStores()
    store = await makeStore('app', newVisionSchema)
    checkout = makeCheckout({ 'pipelines/monthly.cjs': monthlyScript, 'db/migrations/001_start.sql': 'SELECT 1;' })
    checkout.branch('change')
    checkout.write({ 'db/migrations/002_change.sql': 'ALTER TABLE ela_scores RENAME COLUMN test_score TO score;' })
    checkout.commit('Change the schema')
  })

  after(() => checkout.remove())

  it('mask once, do not disturb one another, and together say what one run says', async () => {
    const split = splitPipelines(spec, total, { pipelines: {}, checks: {} })
    const masked: number[] = []
    const run = async (number: number): Promise<ShardVerdict> => {
      const { events } = await maskAs({ app: store }, { rules })
      masked.push(...events.flatMap(({ code }) => (code === 'store.masked' ? [number] : [])))
      const shard = { number, total, split }
      const ports = { ...portsFor(checkout.folder), results: `${checkout.folder}/.prod-replica/shard-${number}` }
      return { ...(await integrate(spec, replica, { app: store }, ports, { shard })), shard }
    }
    const shards = await Promise.all([run(1), run(2)])
    expect(masked).to.have.length(1)
    expect(shards.map(({ pipelines }) => pipelines.map(({ name }) => name))).to.deep.equal(split)
    expect(await listDatabases(store, 'pr_')).to.deep.equal([])

    const merged = await mergeShards(shards, spec, portsFor(checkout.folder))
    const alone = await integrate(spec, replica, { app: store }, portsFor(checkout.folder))
    expect(gistOf(merged)).to.deep.equal(gistOf(alone))
    expect(merged.status).to.equal('changed')
  })

  it('find a store masked and open while another one clones it again and again', async () => {
    const ports = { databases: createDatabases(), clock: createClock() }
    let isOver = false
    const cloning = async () => {
      for (let at = 0; !isOver; at += 1) {
        const { target } = await cloneStore(store, `pr_0123456789ab00000000_${at}`, ports)
        await dropClones(store, [target.database], ports)
      }
    }
    const opening = async () => {
      for (let at = 0; at < 12; at += 1) {
        await openStores({ stores: { app: storeOnReplica(store) } }, { ...ports, secrets: secretOf(store), emit: () => {} })
        expect((await maskAs({ app: store }, { rules })).masked).to.have.length(3)
      }
    }
    const clones = cloning()
    await Promise.race([opening().finally(() => (isOver = true)), clones])
    await clones
  })
})

function gistOf({ status, pipelines, checks, findings, schema, notTested }: Verdict) {
  return {
    status,
    pipelines: pipelines.map((pipeline) => [pipeline.name, pipeline.status]),
    checks: checks.map((check) => [check.name, check.status]),
    findings,
    schema,
    notTested: [...notTested].sort((one, other) => (one.what < other.what ? -1 : 1)),
  }
}

function storeOnReplica({ engine, target: { host, port, user, database } }: Store) {
  return { engine, host, port, user, database, secretArn: 'arn' } as never
}

function secretOf({ target: { password } }: Store) {
  return { read: async () => ({ password }) } as never
}
