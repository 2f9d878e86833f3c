import { expect } from 'chai'
import type { Schedule, Schedules } from '../../../src/ports/schedules.ts'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { createFuse } from '../../../src/stack/create/fuse.ts'
import { removeSpentFuses } from '../../../src/stack/expiry/spent-fuses.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

const hour = 3_600_000
const setting = { group: 'prod-replica', roleArn: 'arn:aws:iam::111122223333:role/r', longestLifeMs: 24 * hour }

describe('removeSpentFuses', () => {
  function world() {
    const clock = createVirtualClock()
    const all = new Map<string, Schedule>()
    const schedules: Schedules = {
      put: async (schedule) => void all.set(schedule.name, schedule),
      names: async (_, prefix) => [...all.keys()].filter((name) => name.startsWith(prefix)),
      read: async (_, name) => all.get(name),
      remove: async (_, name) => void all.delete(name),
    }
    const journal = createJournal()
    const cloud = { ...createFakeCloud(clock), schedules }
    const ports = { cloud, clock, emit: journal.emit, signal: new AbortController().signal, budget: createBudget(clock) }
    const light = (id: string, inMs: number) =>
      createFuse(id, setting, ports).light(`prod-replica-${id}-x`, new Date(clock.now().getTime() + inMs).toISOString())
    return { clock, journal, ports, light, left: () => [...all.values()].map(({ stack }) => stack).sort() }
  }

  it('removes those of replicas that are gone, and those that are due and have no stack any more', async () => {
    const { clock, journal, ports, light, left } = world()
    await light('reaped', 5 * hour)
    await light('burnt-down', hour)
    await light('about-to-begin', 3 * hour)
    await clock.sleep(2 * hour)
    await removeSpentFuses(['reaped'], setting, ports)
    expect(left()).to.deep.equal(['prod-replica-about-to-begin-x'])
    expect(journal.codes()).to.include('fuse.spent')
  })

  it('leaves those of a stack that is still there, due or not', async () => {
    const { clock, ports, left } = world()
    const fuse = createFuse(run.replicaId, setting, ports)
    await createReplica(planOf(plannedStack('data', templateOf({ Topic: 'AWS::SNS::Topic' }))), run, { ttlMs: hour, fuse }, ports)
    await clock.sleep(2 * hour)
    await removeSpentFuses([run.replicaId], setting, ports)
    expect(left()).to.deep.equal(['prod-replica-pr-42-data'])
  })
})
