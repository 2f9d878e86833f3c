import { expect } from 'chai'
import { findReplica, listReplicas } from '../../../src/stack/replica/find.ts'
import { replicaTags } from '../../../src/stack/replica/tags.ts'
import { createFakeCloud } from '../../support/fake-cloud.ts'
import { run } from '../../support/plans.ts'
import { createVirtualClock } from '../../support/virtual-clock.ts'

function tags(replicaId: string, production: string, expiresAt: string): Record<string, string> {
  return replicaTags({ ...run, replicaId }, expiresAt, { production, digest: 'd', depth: 0, stores: {} })
}

describe('findReplica', () => {
  it('knows nothing of a replica that has no stack', async () => {
    const cloud = createFakeCloud(createVirtualClock())
    cloud.put({ name: 'prod-replica-pr-42-data', status: 'CREATE_COMPLETE' })
    expect(await findReplica('pr-42', { cloud })).to.equal(undefined)
  })

  it('leaves nested stacks to their roots', async () => {
    const cloud = createFakeCloud(createVirtualClock())
    const rootArn = cloud.put({ name: 'root', status: 'CREATE_COMPLETE', tags: tags('pr-42', 'data', '2026-01-01T01:00:00.000Z') })
    cloud.put({ name: 'root-Inner', status: 'CREATE_COMPLETE', rootArn, tags: tags('pr-42', 'data', '2026-01-01T01:00:00.000Z') })
    expect((await findReplica('pr-42', { cloud }))?.stacks.map(({ name }) => name)).to.deep.equal(['root'])
  })
})

describe('the hosts of a replica', () => {
  it('are known again from tags and outputs, with the one that does the work; one that is still made is left out', async () => {
    const cloud = createFakeCloud(createVirtualClock())
    const facts = { production: 'hosts', digest: 'd', depth: 0, stores: {}, runOn: 'Pipes' }
    const hosts = { Pipes: 'ProdReplicaHostPipesId', Fleet: 'ProdReplicaHostFleetGroup', Late: 'ProdReplicaHostLateId' }
    const outputs = { ProdReplicaHostPipesId: { value: 'i-1' }, ProdReplicaHostFleetGroup: { value: 'fleet-1' } }
    cloud.put({
      name: 'hosts',
      status: 'CREATE_COMPLETE',
      outputs,
      tags: replicaTags(run, '2026-01-01T01:00:00.000Z', { ...facts, hosts }),
    })
    const found = await findReplica('pr-42', { cloud })
    expect(found?.hosts).to.deep.equal({ Pipes: { kind: 'instance', id: 'i-1' }, Fleet: { kind: 'group', id: 'fleet-1' } })
    expect(found?.runOn).to.equal('Pipes')
  })
})

describe('listReplicas', () => {
  it('groups stacks by replica, oldest first, and takes the latest expiry', async () => {
    const cloud = createFakeCloud(createVirtualClock())
    const put = (name: string, id: string, createdAt: string, expiresAt: string): void => {
      cloud.put({ name, status: 'CREATE_COMPLETE', createdAt: new Date(createdAt), tags: tags(id, name, expiresAt) })
    }
    put('b1', 'pr-2', '2026-01-01T02:00:00Z', '2026-01-01T05:00:00.000Z')
    put('a2', 'pr-1', '2026-01-01T01:30:00Z', '2026-01-01T04:00:00.000Z')
    put('a1', 'pr-1', '2026-01-01T01:00:00Z', '2026-01-01T03:00:00.000Z')
    cloud.put({ name: 'production', status: 'CREATE_COMPLETE' })
    const replicas = await listReplicas({ cloud, clock: createVirtualClock() })
    expect(
      replicas.map(({ id, createdAt, expiresAt, stacks }) => [id, createdAt, expiresAt, stacks.map(({ name }) => name)]),
    ).to.deep.equal([
      ['pr-1', '2026-01-01T01:00:00.000Z', '2026-01-01T04:00:00.000Z', ['a1', 'a2']],
      ['pr-2', '2026-01-01T02:00:00.000Z', '2026-01-01T05:00:00.000Z', ['b1']],
    ])
  })
})
