import { StackStatus } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { isReplicaError } from '../../src/errors.ts'
import { createReplica } from '../../src/stack/create/create.ts'
import { replicaTags } from '../../src/stack/replica/tags.ts'
import type { Course } from '../../src/stack/statuses.ts'
import { courseOf } from '../../src/stack/statuses.ts'
import { createFakeCloud } from '../support/fake-cloud.ts'
import { createJournal } from '../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../support/plans.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

const options = { ttlMs: 3_600_000 }
const data = plannedStack('data', templateOf({ Topic: 'AWS::SNS::Topic', Queue: 'AWS::SQS::Queue' }))
const ours = replicaTags(run, '2026-01-01T04:00:00.000Z', { production: 'data', digest: 'other', depth: 0, stores: {} })

function setUp() {
  const clock = createVirtualClock()
  const cloud = createFakeCloud(clock)
  const journal = createJournal()
  return { cloud, journal, clock, ports: { cloud, clock, emit: journal.emit, signal: new AbortController().signal } }
}

/** What each moves on to by itself. */
const next: Readonly<Record<string, string>> = {
  ROLLBACK_IN_PROGRESS: 'ROLLBACK_COMPLETE',
  UPDATE_IN_PROGRESS: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_COMPLETE',
  UPDATE_ROLLBACK_IN_PROGRESS: 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_ROLLBACK_COMPLETE',
  IMPORT_IN_PROGRESS: 'IMPORT_COMPLETE',
  IMPORT_ROLLBACK_IN_PROGRESS: 'IMPORT_ROLLBACK_FAILED',
  DELETE_IN_PROGRESS: 'DELETE_COMPLETE',
}

/** What is called for a stack that comes to rest in that status, once its course is run. */
const calls: Readonly<Record<Exclude<Course, 'wait'>, readonly string[]>> = {
  adopt: [],
  follow: [],
  replace: [`delete ${data.name}`, `create ${data.name}`],
  absent: [`create ${data.name}`],
}

describe('a stack that is there already', () => {
  for (const status of Object.values(StackStatus)) {
    const path = pathFrom(status)
    const course = courseOf(path.at(-1) ?? '')

    it(`in ${path.join(', then ')}: ${course}, and the replica is up`, async () => {
      const { ports, cloud } = setUp()
      const arn = cloud.put({ name: data.name, status, tags: ours }, data.template)
      for (const [index, later] of path.slice(1).entries()) cloud.become(arn, later, 40 * (index + 1))
      const replica = await createReplica(planOf(data), run, options, ports)
      expect(cloud.calls).to.deep.equal(calls[course as keyof typeof calls])
      expect(replica.stacks[0]?.status).to.equal(course === 'adopt' ? path.at(-1) : 'CREATE_COMPLETE')
    })
  }

  it('is refused in a status that nobody knows yet', async () => {
    const { ports, cloud } = setUp()
    cloud.put({ name: data.name, status: 'TELEPORT_PENDING', tags: ours }, data.template)
    const error = await createReplica(planOf(data), run, options, ports).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'stack.unknown_status')).to.equal(true)
    expect(String(error)).to.contain('TELEPORT_PENDING')
    expect(cloud.calls).to.deep.equal([])
    expect(courseOf('constructor')).to.equal(undefined)
  })

  it('is not waited for without end nor in silence', async () => {
    const { ports, cloud, journal } = setUp()
    cloud.put({ name: data.name, status: 'DELETE_IN_PROGRESS', tags: ours }, data.template)
    const error = await createReplica(planOf(data), run, options, ports).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'stack.busy')).to.equal(true)
    expect(cloud.calls).to.deep.equal([])
    const waits = journal.events.filter(({ code }) => code === 'stack.waiting')
    expect(waits.length).to.be.within(80, 90)
  })
})

function pathFrom(status: string): string[] {
  const later = next[status]
  return later === undefined ? [status] : [status, ...pathFrom(later)]
}
