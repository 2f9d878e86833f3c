import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import { derivePlan } from '../../../src/derive/plan.ts'
import { type LocalCloud, startLocalCloud } from '../../../src/local-cloud/start.ts'
import type { Cloud } from '../../../src/ports/cloud.ts'
import { createReplica } from '../../../src/stack/create/create.ts'
import { createFuse } from '../../../src/stack/create/fuse.ts'
import { productionOf, specOf } from '../../support/derive.ts'
import { createJournal } from '../../support/journal.ts'
import { plannedStack, planOf, run, templateOf } from '../../support/plans.ts'

const hour = 3_600_000
const setting = { group: 'default', roleArn: 'arn:aws:iam::111122223333:role/scheduler', longestLifeMs: 24 * hour }

describe('the fuse, on the local cloud', function () {
  this.timeout(30_000)
  let folder: string
  let local: LocalCloud
  let cloud: Cloud
  /** How far the local cloud's clock is ahead. */
  let aheadMs = 0

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fuse-'))
    local = await startLocalCloud({ folder, timeScale: 0, clock: createAhead() })
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
    const fuse = createFuse(run.replicaId, setting, ports)
    await createReplica(planOf(base, user), run, { ttlMs: hour, fuse }, ports)
    aheadMs = hour - 60_000
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await left()).to.deep.equal([base.name, user.name, 'production'].sort())
    aheadMs = hour + 1000
    await until([base.name, 'production'].sort())
    aheadMs = hour + 16 * 60_000
    await until(['production'])
    aheadMs = 11 * 24 * hour
    while ((await cloud.schedules.names('default', '')).length > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  })

  it('deletes a bucket too that holds objects, once it has emptied itself, some days later', async () => {
    const startMs = aheadMs
    const template = 'Resources:\n  Files:\n    Type: AWS::S3::Bucket\n    Properties: {VersioningConfiguration: {Status: Enabled}}\n'
    const plan = derivePlan(productionOf({ shop: template }), specOf(''), run)
    const ports = { cloud, clock: createAhead(), emit: createJournal().emit, signal: new AbortController().signal }
    await createReplica(plan, run, { ttlMs: hour, fuse: createFuse(run.replicaId, setting, ports) }, ports)
    const [stack] = (await cloud.stacks.list()).filter(({ tags }) => tags['prod-replica:id'] === run.replicaId)
    const bucket = (await cloud.stacks.resources(stack?.arn ?? ''))?.find(({ type }) => type === 'AWS::S3::Bucket')?.physicalId ?? ''
    for (const text of ['one', 'two']) await cloud.buckets.put(bucket, 'a/file', text)
    aheadMs = startMs + hour + 60_000
    while ((await cloud.stacks.describe(stack?.arn ?? ''))?.status !== 'DELETE_FAILED')
      await new Promise((resolve) => setTimeout(resolve, 50))
    aheadMs = startMs + 50 * hour
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(await left()).to.include(stack?.name)
    aheadMs = startMs + 98 * hour
    await until(['production'])
  })

  const createAhead = () => ({ ...createClock(), now: () => new Date(Date.now() + aheadMs) })
})
