import { expect } from 'chai'
import { extendReplica } from '../../../src/stack/expiry/extend.ts'
import { listReplicas } from '../../../src/stack/replica/find.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { run } from '../../support/plans.ts'
import { refusalOf } from '../../support/refusal.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const hour = 3_600_000

function setUp(status = 'CREATE_COMPLETE') {
  const clock = createVirtualClock('2026-01-01T12:00:00.000Z')
  const cloud = createFakeCloud(clock)
  const facts = { production: 'data', digest: 'd', depth: 0, stores: {} }
  const tags = replicaTags(run, '2026-01-01T13:00:00.000Z', facts)
  for (const name of ['network', 'data']) {
    cloud.put({ name, status, createdAt: new Date('2026-01-01T10:00:00Z'), tags: { ...tags, team: 'ours' } })
  }
  return { cloud, clock, ports: { cloud, clock, emit: createJournal().emit } }
}

describe('extendReplica', () => {
  it('moves the expiry of every stack, and leaves their other tags', async () => {
    const { cloud, clock, ports } = setUp()
    const until = await extendReplica('pr-42', { ttlMs: 2 * hour, maxTtlMs: 24 * hour }, ports)
    expect(until).to.equal('2026-01-01T14:00:00.000Z')
    const stacks = await cloud.stacks.list()
    expect(stacks.map(({ status, tags }) => [status, tags['prod-replica:expires-at'], tags.team, tags['prod-replica:id']])).to.deep.equal(
      Array(2).fill(['UPDATE_COMPLETE', '2026-01-01T14:00:00.000Z', 'ours', 'pr-42']),
    )
    expect((await listReplicas({ cloud, clock }))[0]?.expiresAt).to.equal(until)
  })

  it('moves the fuse before the tags', async () => {
    const { cloud, ports } = setUp()
    const seen: string[] = []
    const fuse = { move: async (until: string) => seen.push(`${until} after ${cloud.calls.length} calls`) }
    await extendReplica('pr-42', { ttlMs: hour, maxTtlMs: 24 * hour }, { ...ports, fuse })
    expect(seen).to.deep.equal(['2026-01-01T13:00:00.000Z after 0 calls'])
  })

  it('refuses a life beyond the longest, counted from the creation, and changes nothing', async () => {
    const { cloud, ports } = setUp()
    const error = await refusalOf(extendReplica('pr-42', { ttlMs: 2 * hour, maxTtlMs: 3 * hour }, ports))
    expect(error.code).to.equal('replica.life_too_long')
    expect(error.message).to.contain('2026-01-01T13:00:00.000Z at most')
    expect(cloud.calls).to.deep.equal([])
  })

  it('refuses while a stack is not at rest', async () => {
    const { ports } = setUp('DELETE_FAILED')
    expect((await refusalOf(extendReplica('pr-42', { ttlMs: hour, maxTtlMs: 24 * hour }, ports))).code).to.equal('replica.not_extendable')
  })

  it('knows no replica of another id', async () => {
    const { cloud, ports } = setUp()
    expect(await extendReplica('pr-7', { ttlMs: hour, maxTtlMs: 24 * hour }, ports)).to.equal(undefined)
    expect(cloud.calls).to.deep.equal([])
  })
})
