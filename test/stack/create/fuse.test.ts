import { expect } from 'chai'
import type { Schedule, Schedules } from '../../../src/ports/schedules.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { createFuse } from '../../../src/stack/create/fuse.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const made = { group: 'prod-replica', roleArn: 'arn:aws:iam::111122223333:role/replica-bootstrap/scheduler' }
const hour = 3_600_000
const setting = { ...made, longestLifeMs: 24 * hour }

/** Schedules in memory; `order` gets what was done. */
function memorySchedules(order: string[] = []): Schedules & { all: Map<string, Schedule> } {
  const all = new Map<string, Schedule>()
  return {
    all,
    async put(schedule) {
      order.push(`schedule ${schedule.stack}`)
      all.set(schedule.name, schedule)
    },
    names: async (_, prefix) => [...all.keys()].filter((name) => name.startsWith(prefix)),
    read: async (_, name) => all.get(name),
    remove: async (_, name) => void all.delete(name),
  }
}

describe('the fuse of a replica', () => {
  const plan = planOf(plannedStack('data', templateOf({ Topic: 'AWS::SNS::Topic' })))
  const name = 'prod-replica-pr-42-data'

  function world() {
    const clock = createVirtualClock()
    const cloud = createFakeCloud(clock)
    const schedules = memorySchedules(cloud.calls)
    const journal = createJournal()
    const ports = { cloud: { ...cloud, schedules }, clock, emit: journal.emit, signal: new AbortController().signal }
    return { clock, cloud, schedules, journal, ports, fuse: createFuse(run.replicaId, setting, ports) }
  }

  it('is lit before the stack is made, for its expiry, and deletes it again and again until its buckets have emptied themselves', async () => {
    const { cloud, schedules, ports, fuse } = world()
    const replica = await createReplica(plan, run, { ttlMs: hour, fuse }, ports)
    expect(cloud.calls).to.deep.equal([`schedule ${name}`, `create ${name}`])
    const [schedule] = schedules.all.values()
    expect(schedule).to.include({ ...made, stack: name, everyMinutes: 15 })
    expect(schedule?.startAt.toISOString()).to.equal(replica.expiresAt)
    expect((schedule?.endAt.getTime() ?? 0) - (schedule?.startAt.getTime() ?? 0)).to.equal(10 * 24 * hour)
    expect(schedule?.name).to.match(/^[\w.-]{1,64}$/)
    expect(schedule?.token).to.match(/^[A-Za-z0-9-_]{1,64}$/)
  })

  it('is found again by a later run, at the expiry that the stack has', async () => {
    const { clock, schedules, ports, fuse } = world()
    const { expiresAt } = await createReplica(plan, run, { ttlMs: hour, fuse }, ports)
    await clock.sleep(hour / 2)
    await createReplica(plan, run, { ttlMs: hour, fuse }, ports)
    expect([...schedules.all.values()].map(({ startAt }) => startAt.toISOString())).to.deep.equal([expiresAt])
  })

  it('keeps a stack from being made where it cannot be lit', async () => {
    const { cloud, ports } = world()
    const broken = { light: () => Promise.reject(new Error('no right to')), move: async () => 0, putOut: async () => {} }
    const error = await createReplica(plan, run, { ttlMs: hour, fuse: broken }, ports).catch((thrown: Error) => thrown.message)
    expect(error).to.equal('no right to')
    expect(cloud.calls).to.deep.equal([])
  })

  it('moves with the expiry, and is put out with all its schedules, but no other replica’s', async () => {
    const { clock, schedules, journal, ports, fuse } = world()
    const neighbour = createFuse('pr-42-x', setting, ports)
    const at = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()
    for (const stack of ['a', 'b']) await fuse.light(stack, at(hour))
    await neighbour.light('c', at(hour))
    expect(await fuse.move(at(5 * hour))).to.equal(2)
    expect([...schedules.all.values()].map(({ stack, startAt }) => [stack, startAt.toISOString()])).to.deep.equal([
      ['a', at(5 * hour)],
      ['b', at(5 * hour)],
      ['c', at(hour)],
    ])
    await fuse.putOut()
    expect([...schedules.all.values()].map(({ stack }) => stack)).to.deep.equal(['c'])
    expect(journal.codes().at(-1)).to.equal('fuse.removed')
  })

  it('starts now where the expiry has passed', async () => {
    const { clock, schedules, fuse } = world()
    await fuse.light('a', new Date(clock.now().getTime() - hour).toISOString())
    expect([...schedules.all.values()][0]?.startAt).to.deep.equal(clock.now())
  })
})
