import { expect } from 'chai'
import { readReplicaTags, replicaTags } from '../../../src/stack/replica/tags.ts'
import { run } from '../../support/plans.ts'

const facts = {
  production: 'data',
  digest: 'abc',
  depth: 2,
  stores: { app_db: 'ProdReplicaStoreAppDb', a1_2: 'ProdReplicaStoreA12' },
  hosts: { Host: 'ProdReplicaHostHostId' },
  runOn: 'Host',
}

describe('replicaTags', () => {
  it('are read back as they were written', () => {
    const plain = { ...run, owner: 'acme/pipelines Ada' }
    expect(readReplicaTags(replicaTags(plain, '2026-01-01T00:00:00.000Z', facts))).to.deep.equal({
      id: 'pr-42',
      owner: 'acme/pipelines Ada',
      thread: 'acme/pipelines/main',
      expiresAt: '2026-01-01T00:00:00.000Z',
      ...facts,
    })
  })

  it('hold only what AWS takes in a tag, whatever a branch is called', () => {
    const hostile = { ...run, owner: `x'; DROP <b>$(id)\n\u0000 ünï `, thread: '🙂é'.repeat(300) }
    const tags = replicaTags(hostile, '2026-01-01T00:00:00.000Z', facts)
    for (const [name, value] of Object.entries(tags)) {
      expect(`${name}=${value}`).to.match(/^[\p{L}\p{N}\p{Zs}_.:/=+\-@]*$/u)
      expect(value.length).to.be.at.most(256)
    }
    expect(tags['prod-replica:owner']).to.equal('x- DROP -b-id- ünï')
  })

  it('are not seen on a stack that has none, or an empty id', () => {
    expect(readReplicaTags({})).to.equal(undefined)
    expect(readReplicaTags({ 'prod-replica:id': '', 'prod-replica:owner': 'x' })).to.equal(undefined)
  })
})
