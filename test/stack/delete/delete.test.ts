import { expect } from 'chai'
import { fail } from '../../../src/errors.ts'
import { deleteReplica } from '../../../src/stack/delete/delete.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import type { FakeBehaviour } from '../../support/fake-cloud.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createFakeResources } from '../../support/fake-resources.ts'
import { createJournal } from '../../support/journal.ts'
import { run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

function setUp(behaviour: FakeBehaviour = {}) {
  const clock = createVirtualClock()
  const single = createFakeResources()
  const cloud = Object.assign(createFakeCloud(clock, behaviour), { resources: single.resources, tagged: single.tagged })
  const journal = createJournal()
  return { cloud, single, clock, journal, ports: { cloud, clock, emit: journal.emit } }
}

function tags(depth = 0, replicaId = run.replicaId): Record<string, string> {
  const facts = { production: 'data', digest: 'd', depth, stores: {} }
  return replicaTags({ ...run, replicaId }, '2026-01-01T01:00:00.000Z', facts)
}

const lake = templateOf({ Lake: 'AWS::S3::Bucket', Topic: 'AWS::SNS::Topic' })

describe('deleteReplica', () => {
  it('is a success where there is nothing', async () => {
    const { ports } = setUp()
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: [], survivors: [] })
  })

  it('deletes the stacks of that replica only, importers first', async () => {
    const { ports, cloud } = setUp()
    cloud.put({ name: 'network', status: 'CREATE_COMPLETE', tags: tags(0) }, lake)
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags(1) })
    cloud.put({ name: 'hosts', status: 'CREATE_COMPLETE', tags: tags(2) })
    cloud.put({ name: 'production', status: 'CREATE_COMPLETE' }, lake)
    cloud.put({ name: 'prod-replica-pr-42-lookalike', status: 'CREATE_COMPLETE', tags: { 'prod-replica:owner': 'x' } }, lake)
    cloud.put({ name: 'other', status: 'CREATE_COMPLETE', tags: tags(0, 'pr-7') }, lake)
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['hosts', 'data', 'network'], survivors: [] })
    expect(cloud.calls.filter((call) => call.startsWith('delete'))).to.deep.equal([
      'delete hosts',
      'delete data',
      'delete network in express mode',
    ])
    expect((await cloud.stacks.list()).map(({ name }) => name)).to.deep.equal(['production', 'prod-replica-pr-42-lookalike', 'other'])
  })

  it('empties its buckets and turns the termination protection off first', async () => {
    const { ports, cloud, journal } = setUp()
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags(), terminationProtection: true }, lake)
    cloud.objects.set('data-lake', 3)
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['data'], survivors: [] })
    expect(cloud.calls).to.deep.equal(['unprotect data', 'empty data-lake', 'delete data in express mode'])
    expect(journal.codes()).to.include('bucket.emptied')
  })

  it('touches nothing once the tags are gone from under it', async () => {
    const { ports, cloud } = setUp()
    const arn = cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, lake)
    cloud.objects.set('data-lake', 3)
    const { describe } = cloud.stacks
    let looks = 0
    cloud.stacks.describe = async (name) => {
      const stack = await describe(name)
      return stack !== undefined && ++looks > 1 ? { ...stack, tags: {} } : stack
    }
    const { deleted, survivors } = await deleteReplica('pr-42', ports)
    expect(cloud.calls).to.deep.equal([])
    expect(deleted).to.deep.equal([])
    expect(survivors[0]).to.contain('carries no prod-replica tags')
    expect((await cloud.stacks.describe(arn))?.status).to.equal('CREATE_COMPLETE')
  })

  it('tries once more where a deletion fails, emptying the buckets again', async () => {
    const { ports, cloud, journal } = setUp({ deleteFailures: { Lake: { reason: 'The bucket is not empty', times: 1 } } })
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, lake)
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['data'], survivors: [] })
    expect(cloud.calls).to.deep.equal(['empty data-lake', 'delete data in express mode', 'empty data-lake', 'delete data'])
    expect(journal.codes()).to.include('stack.delete_failed')
  })

  const stubborn = () => ({ deleteFailures: { Topic: { reason: 'Internal Failure', times: 9 } } })
  const ours = { Tags: [{ Key: 'prod-replica:id', Value: 'pr-42' }] }

  it('lets go of what cannot be deleted after four attempts, and deletes just that by itself', async () => {
    const { ports, cloud, single, journal } = setUp(stubborn())
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, lake)
    single.put('AWS::SNS::Topic', 'data-topic', ours)
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['data'], survivors: [] })
    const deletions = cloud.calls.filter((call) => call.startsWith('delete'))
    const attempts = ['delete data in express mode', 'delete data', 'delete data', 'delete data', 'delete data without Topic']
    expect(deletions).to.deep.equal(attempts)
    expect(single.calls).to.deep.equal(['remove data-topic'])
    expect(journal.codes()).to.include.members(['stack.delete_retried', 'stack.resources_released', 'leftover.removed'])
  })

  it('waits for half an hour, longer before each new attempt, for what only has to go away', async () => {
    const { ports, cloud, clock } = setUp({ deleteFailures: { Topic: { reason: 'it has a dependent object', times: 10 } } })
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, lake)
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['data'], survivors: [] })
    expect(clock.sleptMs.filter((ms) => ms >= 15_000)).to.deep.equal([15_000, 30_000, 60_000, ...Array(7).fill(120_000)])
  })

  it('names what does not carry our tag and leaves it alone, though its stack let go of it', async () => {
    const { ports, cloud, single } = setUp(stubborn())
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, lake)
    single.put('AWS::SNS::Topic', 'data-topic', { Tags: [{ Key: 'prod-replica:id', Value: 'pr-7' }] })
    const { deleted, survivors } = await deleteReplica('pr-42', ports)
    expect(deleted).to.deep.equal(['data'])
    expect(survivors).to.have.length(1)
    expect(survivors[0]).to.contain('data/Topic (AWS::SNS::Topic) data-topic').and.contain('does not carry the tag of pr-42')
    expect(single.calls).to.deep.equal([])
  })

  it('names what survives and why where nothing may be let go of, and still deletes the rest', async () => {
    const { ports, cloud } = setUp(stubborn())
    const arn = cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags(1) }, lake)
    cloud.put({ name: 'network', status: 'CREATE_COMPLETE', tags: tags(0) })
    const { describe } = cloud.stacks
    cloud.stacks.describe = async (name) => {
      const stack = await describe(name)
      return name === arn && stack?.status === 'DELETE_FAILED' ? { ...stack, status: 'UPDATE_COMPLETE' } : stack
    }
    const { deleted, survivors } = await deleteReplica('pr-42', ports)
    expect(deleted).to.deep.equal(['network'])
    expect(survivors[0]).to.equal('data: Topic: Internal Failure. AWS failed by itself: run again.')
    expect(survivors).to.include('data/Topic (AWS::SNS::Topic) data-topic')
  })

  it('turns a deletion protection off that a resource of ours got meanwhile', async () => {
    const reason = 'Cannot delete protected DB Instance, please disable deletion protection and try again.'
    const { ports, cloud, single, journal } = setUp({ deleteFailures: { Db: { reason, times: 1 } } })
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, templateOf({ Db: 'AWS::RDS::DBInstance' }))
    single.put('AWS::RDS::DBInstance', 'data-db', { ...ours, DeletionProtection: true })
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['data'], survivors: [] })
    expect(single.calls).to.deep.equal(['change data-db'])
    expect(single.patches).to.deep.equal([{ op: 'add', path: '/DeletionProtection', value: false }])
    expect(journal.codes()).to.include('protection.removed')
  })

  it('leaves the protection of what does not carry our tag', async () => {
    const { ports, cloud, single, journal } = setUp({ deleteFailures: { Db: { reason: 'deletion protection is on', times: 9 } } })
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, templateOf({ Db: 'AWS::RDS::DBInstance' }))
    single.put('AWS::RDS::DBInstance', 'data-db', { DeletionProtection: true })
    const { survivors } = await deleteReplica('pr-42', ports)
    expect(survivors[0]).to.contain('data-db')
    expect(single.calls).to.deep.equal([])
    expect(journal.codes()).to.include('protection.kept')
  })

  it('empties repositories of images', async () => {
    const { ports, cloud, journal } = setUp()
    cloud.put({ name: 'app', status: 'CREATE_COMPLETE', tags: tags() }, templateOf({ Images: 'AWS::ECR::Repository' }))
    cloud.objects.set('app-images', 2)
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['app'], survivors: [] })
    expect(cloud.calls).to.deep.equal(['empty app-images', 'delete app in express mode'])
    expect(journal.codes()).to.include('repository.emptied')
  })

  it('deletes by itself what a policy kept alive although its stack is gone, where it carries our tag', async () => {
    const { ports, cloud, single } = setUp()
    const Lake = { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' }
    const Topic = { Type: 'AWS::SNS::Topic', DeletionPolicy: 'Retain' }
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() }, { Resources: { Lake, Topic } })
    single.put('AWS::S3::Bucket', 'data-lake', ours)
    single.put('AWS::SNS::Topic', 'data-topic', { Tags: [] })
    const { deleted, survivors } = await deleteReplica('pr-42', ports)
    expect(deleted).to.deep.equal(['data'])
    expect(single.calls).to.deep.equal(['remove data-lake'])
    expect(survivors).to.have.length(1)
    expect(survivors[0]).to.contain('data/Topic (AWS::SNS::Topic) data-topic: its stack let go of it')
  })

  it('deletes a stack that is still being created, and one that failed', async () => {
    const { ports, cloud } = setUp()
    cloud.put({ name: 'data', status: 'CREATE_IN_PROGRESS', tags: tags() }, lake)
    cloud.put({ name: 'hosts', status: 'CREATE_FAILED', tags: tags() })
    expect((await deleteReplica('pr-42', ports)).deleted).to.have.members(['data', 'hosts'])
  })

  it('deletes a stack that turns up while it works', async () => {
    const { ports, cloud } = setUp()
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags() })
    const remove = cloud.stacks.delete
    cloud.stacks.delete = async (arn, options) => {
      if (cloud.calls.length === 0) cloud.put({ name: 'late', status: 'CREATE_IN_PROGRESS', tags: tags() }, lake)
      return remove(arn, options)
    }
    expect(await deleteReplica('pr-42', ports)).to.deep.equal({ deleted: ['data', 'late'], survivors: [] })
  })

  it('goes on with the other stacks when a call for one is denied', async () => {
    const { ports, cloud } = setUp()
    cloud.put({ name: 'data', status: 'CREATE_COMPLETE', tags: tags(1) })
    cloud.put({ name: 'network', status: 'CREATE_COMPLETE', tags: tags(0) })
    cloud.failNext('delete', fail('cloud.denied', { action: 'cloudformation:DeleteStack', reason: 'no' }))
    const { deleted, survivors } = await deleteReplica('pr-42', ports)
    expect(deleted).to.deep.equal(['network'])
    expect(survivors).to.deep.equal(['data: AWS denied cloudformation:DeleteStack: no.'])
  })
})
