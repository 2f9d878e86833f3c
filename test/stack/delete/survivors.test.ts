import { expect } from 'chai'
import { fail } from '../../../src/errors.ts'
import { deleteReplica } from '../../../src/stack/delete/delete.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createFakeResources } from '../../support/fake-resources.ts'
import { createJournal } from '../../support/journal.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const ours = { 'prod-replica:id': 'pr-42' }
const logGroup = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/app:*'
const properties = (id: string) => ({ Tags: [{ Key: 'prod-replica:id', Value: id }] })

function setUp() {
  const clock = createVirtualClock()
  const single = createFakeResources()
  const cloud = Object.assign(createFakeCloud(clock), { resources: single.resources, tagged: single.tagged })
  const journal = createJournal()
  return { single, cloud, clock, journal, ports: { cloud, clock, emit: journal.emit } }
}

describe('the proof that nothing is left', () => {
  it('deletes what carries the tag and no stack holds, once it had a minute to go by itself', async () => {
    const { single, ports, clock } = setUp()
    single.put('AWS::Logs::LogGroup', '/aws/lambda/app', properties('pr-42'), { arn: logGroup, tags: ours })
    expect((await deleteReplica('pr-42', ports)).survivors).to.deep.equal([])
    expect(single.calls).to.deep.equal(['remove /aws/lambda/app'])
    expect(clock.now().getTime()).to.be.at.least(Date.parse('2026-01-01T00:01:00Z'))
  })

  it('leaves what carries the tag of another replica', async () => {
    const { single, ports } = setUp()
    single.put('AWS::Logs::LogGroup', '/aws/lambda/app', properties('pr-7'), { arn: logGroup, tags: { 'prod-replica:id': 'pr-7' } })
    expect((await deleteReplica('pr-42', ports)).survivors).to.deep.equal([])
    expect(single.calls).to.deep.equal([])
  })

  it('believes the resource and not the search, when they differ about whose it is', async () => {
    const { single, ports } = setUp()
    single.put('AWS::Logs::LogGroup', '/aws/lambda/app', { Tags: [] }, { arn: logGroup, tags: ours })
    const { survivors } = await deleteReplica('pr-42', ports)
    expect(survivors).to.have.length(1)
    expect(survivors[0]).to.contain(logGroup).and.contain('does not carry the tag of pr-42')
    expect(single.calls).to.deep.equal([])
  })

  it('does not call a survivor what the search still names after its deletion', async () => {
    const { single, ports, clock } = setUp()
    single.ghost({ arn: 'arn:aws:rds:eu-west-1:111122223333:db:pr-42-db', tags: ours })
    const startedAt = clock.now()
    expect((await deleteReplica('pr-42', ports)).survivors).to.deep.equal([])
    expect(clock.now()).to.deep.equal(startedAt)
  })

  it('names what is of a kind that it cannot delete', async () => {
    const { single, ports, journal } = setUp()
    const arn = 'arn:aws:mystery:eu-west-1:111122223333:thing/1'
    single.ghost({ arn, tags: ours })
    const { survivors } = await deleteReplica('pr-42', ports)
    expect(survivors).to.deep.equal([`${arn}: it carries the tag of pr-42; it is of a kind that is not deleted by itself`])
    expect(journal.codes()).to.include('leftover.kept')
  })

  it('names the reason for which a leftover stays', async () => {
    const { single, ports } = setUp()
    single.put('AWS::Logs::LogGroup', '/aws/lambda/app', properties('pr-42'), { arn: logGroup, tags: ours })
    single.refuse('the group is held by an export')
    expect((await deleteReplica('pr-42', ports)).survivors[0]).to.contain('the group is held by an export')
  })

  it('takes a search that fails for no proof', async () => {
    const { cloud, ports } = setUp()
    cloud.tagged.find = async () => {
      throw fail('cloud.denied', { action: 'tag:GetResources', reason: 'no' })
    }
    const { survivors } = await deleteReplica('pr-42', ports)
    expect(survivors).to.deep.equal(['the search for what carries the tag prod-replica:id failed: AWS denied tag:GetResources: no.'])
  })
})
