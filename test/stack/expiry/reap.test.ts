import { expect } from 'chai'
import { reapReplicas } from '../../../src/stack/expiry/reap.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createFakeResources } from '../../support/fake-resources.ts'
import { createJournal } from '../../support/journal.ts'
import { run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const noon = '2026-01-01T12:00:00.000Z'

function setUp() {
  const clock = createVirtualClock(noon)
  const single = createFakeResources()
  const cloud = Object.assign(createFakeCloud(clock), { resources: single.resources, tagged: single.tagged })
  return { clock, cloud, single, ports: { cloud, clock, emit: createJournal().emit } }
}

type Cloud = ReturnType<typeof setUp>['cloud']

function put(
  cloud: Cloud,
  id: string,
  life: { createdAt?: string; expiresAt: string; status?: string; changedAt?: string; owner?: string },
) {
  const tags = replicaTags({ ...run, replicaId: id, owner: life.owner ?? run.owner }, life.expiresAt, {
    ...{ production: 'data', digest: 'd', depth: 0, stores: {} },
  })
  const times = {
    createdAt: new Date(life.createdAt ?? '2026-01-01T06:00:00Z'),
    changedAt: new Date(life.changedAt ?? '2026-01-01T06:00:00Z'),
  }
  return cloud.put(
    { name: `${id}-data`, status: life.status ?? 'CREATE_COMPLETE', ...times, tags },
    templateOf({ Topic: 'AWS::SNS::Topic' }),
  )
}

const past = '2026-01-01T11:00:00.000Z'
const future = '2026-01-01T13:00:00.000Z'
const real = { dryRun: false }

describe('reapReplicas', () => {
  it('takes the expired replicas only, and nothing of production', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'old', { expiresAt: past })
    put(cloud, 'new', { expiresAt: future })
    cloud.put({ name: 'production', status: 'CREATE_COMPLETE' }, templateOf({ Topic: 'AWS::SNS::Topic' }))
    const { reaped, deleted, survivors } = await reapReplicas({}, real, ports)
    expect({ reaped, deleted, survivors }).to.deep.equal({ reaped: ['old'], deleted: ['old-data'], survivors: [] })
    expect((await cloud.stacks.list()).map(({ name }) => name)).to.deep.equal(['new-data', 'production'])
    expect((await reapReplicas({}, real, ports)).reaped).to.deep.equal([])
  })

  it('takes those older than asked, expired or not', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'morning', { createdAt: '2026-01-01T05:00:00Z', expiresAt: future })
    put(cloud, 'fresh', { createdAt: '2026-01-01T11:30:00Z', expiresAt: future })
    expect((await reapReplicas({ olderThanMs: 6 * 3_600_000 }, real, ports)).reaped).to.deep.equal(['morning'])
  })

  it('takes everything of one owner, and of nobody else', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'mine', { expiresAt: future, owner: 'acme/app by ada' })
    put(cloud, 'yours', { expiresAt: past, owner: 'acme/app by bob' })
    expect((await reapReplicas({ all: true, owner: 'acme/app by ada' }, real, ports)).reaped).to.deep.equal(['mine'])
  })

  it('changes nothing in a dry run', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'old', { expiresAt: past })
    expect((await reapReplicas({}, { dryRun: true }, ports)).reaped).to.deep.equal(['old'])
    expect(cloud.calls).to.deep.equal([])
  })

  it('skips a stack whose operation began within the hour, and takes one that is stuck', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'moving', { expiresAt: past, status: 'UPDATE_IN_PROGRESS', changedAt: '2026-01-01T11:30:00Z' })
    put(cloud, 'stuck', { expiresAt: past, status: 'UPDATE_IN_PROGRESS', changedAt: '2026-01-01T10:30:00Z' })
    const { reaped, skipped } = await reapReplicas({}, real, ports)
    expect(reaped).to.deep.equal(['stuck'])
    expect(skipped).to.deep.equal([{ id: 'moving', reason: 'moving-data is UPDATE_IN_PROGRESS for 30 min' }])
  })

  it('leaves a replica whose expiry was moved after it had been chosen', async () => {
    const { cloud, ports } = setUp()
    const arn = put(cloud, 'old', { expiresAt: past })
    const { describe } = cloud.stacks
    cloud.stacks.describe = async (name) => {
      const stack = await describe(name)
      return stack === undefined ? stack : { ...stack, tags: { ...stack.tags, 'prod-replica:expires-at': future } }
    }
    const { survivors } = await reapReplicas({}, real, ports)
    expect(survivors[0]).to.contain('it was left as it is')
    expect(cloud.calls).to.deep.equal([])
    expect((await describe(arn))?.status).to.equal('CREATE_COMPLETE')
  })

  it('takes one whose expiry nobody can read a day after its creation', async () => {
    const { cloud, ports } = setUp()
    put(cloud, 'scrawled', { createdAt: '2025-12-31T11:00:00Z', expiresAt: 'never!' })
    put(cloud, 'scrawled-too', { createdAt: '2026-01-01T11:00:00Z', expiresAt: 'never!' })
    expect((await reapReplicas({}, real, ports)).reaped).to.deep.equal(['scrawled'])
  })

  describe('what is left of a replica whose stacks are gone', () => {
    const arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/app'
    const leave = (single: ReturnType<typeof setUp>['single'], id: string, more: Record<string, string> = {}) => {
      const tags = { 'prod-replica:id': id, ...more }
      single.put('AWS::Logs::LogGroup', '/aws/lambda/app', { Tags: [{ Key: 'prod-replica:id', Value: id }] }, { arn, tags })
    }

    it('is deleted', async () => {
      const { single, ports } = setUp()
      leave(single, 'gone')
      const { swept, survivors } = await reapReplicas({}, real, ports)
      expect({ swept, survivors }).to.deep.equal({ swept: ['gone'], survivors: [] })
      expect(single.calls).to.deep.equal(['remove /aws/lambda/app'])
    })

    it('is left until its own expiry', async () => {
      const { single, ports } = setUp()
      leave(single, 'gone', { 'prod-replica:expires-at': future })
      expect((await reapReplicas({}, real, ports)).swept).to.deep.equal([])
      expect(single.calls).to.deep.equal([])
    })

    it('is deleted before its expiry where its owner wants all to go', async () => {
      const { single, ports } = setUp()
      const tags = { 'prod-replica:expires-at': future, 'prod-replica:owner': 'acme/etl by ada' }
      leave(single, 'gone', tags)
      expect((await reapReplicas({ all: true, owner: 'acme/etl by bob' }, real, ports)).swept).to.deep.equal([])
      expect((await reapReplicas({ all: true, owner: 'acme/etl by ada' }, real, ports)).swept).to.deep.equal(['gone'])
    })

    it('is left to a replica that is still up', async () => {
      const { cloud, single, ports } = setUp()
      put(cloud, 'up', { expiresAt: future })
      leave(single, 'up')
      expect((await reapReplicas({}, real, ports)).swept).to.deep.equal([])
      expect(single.calls).to.deep.equal([])
    })
  })

  it('takes a thousand with one search and a handful of lists', async () => {
    const { cloud, ports } = setUp()
    for (let n = 0; n < 1_000; n++) put(cloud, `r-${n}`, { expiresAt: past })
    let lists = 0
    const { list } = cloud.stacks
    cloud.stacks.list = () => {
      lists++
      return list()
    }
    const { deleted, survivors } = await reapReplicas({}, real, ports)
    expect(deleted).to.have.length(1_000)
    expect(survivors).to.deep.equal([])
    expect(lists).to.be.at.most(4)
  }).timeout(120_000)
})
