import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import { type LocalCloud, startLocalCloud } from '../../../src/local-cloud/start.ts'
import type { Cloud } from '../../../src/ports/cloud.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { createFuse } from '../../../src/stack/create/fuse.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'

const hour = 3_600_000

describe('the fuse, on the local cloud', function () {
  this.timeout(30_000)
  let folder: string
  let local: LocalCloud
  let cloud: Cloud
  /** How far the local cloud's clock is ahead. */
  let aheadMs = 0

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fuse-'))
    const clock = { ...createClock(), now: () => new Date(Date.now() + aheadMs) }
    local = await startLocalCloud({ folder, timeScale: 0, clock })
    cloud = await createCloud(local.environment)
  })
  after(async () => {
    await local.close()
    await rm(folder, { recursive: true, force: true })
  })

  const left = async () => (await cloud.stacks.list()).map(({ name }) => name).sort()
  const until = async (names: readonly string[]) => {
    while (JSON.stringify(await left()) !== JSON.stringify(names)) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  it('deletes a replica nobody looks after at its expiry, what others import from at a later turn, and nothing else', async () => {
    const exported = { Value: 'x', Export: { Name: 'pr-42-value' } }
    const base = plannedStack('base', templateOf({ Topic: 'AWS::SNS::Topic' }, { Value: exported }))
    const user = plannedStack(
      'user',
      { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'pr-42-value' } } } } },
      ['base'],
    )
    const bystander = { template: JSON.stringify(templateOf({ Topic: 'AWS::SNS::Topic' })), parameters: {}, tags: {}, capabilities: [] }
    await cloud.stacks.create({ ...bystander, name: 'production', token: 't', onFailure: 'DO_NOTHING' })
    const ports = { cloud, clock: createClock(), emit: createJournal().emit, signal: new AbortController().signal }
    const fuse = createFuse(run.replicaId, { group: 'default', roleArn: 'arn:aws:iam::111122223333:role/scheduler' }, ports)
    await createReplica(planOf(base, user), run, { ttlMs: hour, fuse }, ports)
    aheadMs = hour - 60_000
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await left()).to.deep.equal([base.name, user.name, 'production'].sort())
    aheadMs = hour + 1000
    await until([base.name, 'production'].sort())
    aheadMs = hour + 11 * 60_000
    await until(['production'])
    aheadMs = 26 * hour
    while ((await cloud.schedules.list('default', '')).length > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  })
})
