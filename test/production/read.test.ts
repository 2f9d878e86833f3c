import { expect } from 'chai'
import { isReplicaError, type ReplicaError } from '../../src/errors.ts'
import { readProduction } from '../../src/production/read.ts'
import { loadSpec } from '../../src/spec/load.ts'
import type { Spec } from '../../src/spec/types.ts'
import { fakeProductionPorts, fakeReadCloud } from '../support/fake-production.ts'

const template = `
Parameters:
  Password: {Type: String, NoEcho: true}
  Class: {Type: String}
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties: {DBInstanceIdentifier: shop-db, MasterUsername: owner, DBInstanceClass: !Ref Class, MasterUserPassword: !Ref Password}
  Member:
    Type: AWS::RDS::DBInstance
    Properties: {DBClusterIdentifier: c}
  Files: {Type: AWS::S3::Bucket}
`
const snapshot = {
  id: 'arn:aws:rds:us-east-1:123456789012:snapshot:rds:shop-db-2026',
  createdAt: new Date('2026-11-01'),
  masterUser: 'boss',
}

function liveCloud(snapshots: Record<string, typeof snapshot> = { 'shop-db': snapshot }) {
  const resources = [{ logicalId: 'Db', type: 'AWS::RDS::DBInstance', physicalId: 'shop-db', status: 'CREATE_COMPLETE' }]
  const outputs = { Address: { value: 'shop-db.abc.us-east-1.rds.amazonaws.com', exportName: 'shop-Address' } }
  const stack = { template, parameters: { Password: '****', Class: 'db.m6g.large' }, resources, outputs }
  return fakeReadCloud({ 'shop-data': stack }, snapshots)
}

function specOf(production: string, stores = 'app: {resource: Db, database: app}'): Spec {
  return loadSpec(`version: 1\nproduction: ${production}\nstores:\n  ${stores}\n`, 'conf/replica.yml')
}

describe('readProduction', () => {
  it('reads live stacks whole: template, parameters, physical ids, outputs and the snapshot of each store', async () => {
    const production = await readProduction(specOf('{stacks: [shop-data]}'), fakeProductionPorts(liveCloud()))
    const [stack] = production.stacks
    expect(production.account).to.equal('123456789012')
    expect(stack?.parameters).to.deep.equal({ Password: { value: '****', secret: true }, Class: { value: 'db.m6g.large', secret: false } })
    expect(stack?.resources).to.deep.equal([{ logicalId: 'Db', type: 'AWS::RDS::DBInstance', physicalId: 'shop-db' }])
    expect(stack?.outputs.Address?.exportName).to.equal('shop-Address')
    expect(production.snapshots.app?.masterUser).to.equal('boss')
  })

  it('takes a value for a secret parameter from replica.yml', async () => {
    const spec = specOf('{stacks: [shop-data], parameters: {shop-data: {Password: throw-away-1}}}')
    const production = await readProduction(spec, fakeProductionPorts(liveCloud()))
    expect(production.stacks[0]?.parameters.Password).to.deep.equal({ value: 'throw-away-1', secret: false })
  })

  it('reads template files beside replica.yml, with given values before defaults', async () => {
    const spec = specOf('{templates: {shop: {path: data.yml, parameters: {Class: db.r6g.large}}}}')
    const production = await readProduction(spec, fakeProductionPorts(undefined, { 'conf/data.yml': template }))
    expect(production.account).to.equal('000000000000')
    expect(production.stacks[0]?.parameters.Class).to.deep.equal({ value: 'db.r6g.large', secret: false })
    expect(production.snapshots).to.deep.equal({})
  })

  it('takes a snapshot that is named, and none for an empty store', async () => {
    const stores = 'app: {resource: Db, database: app, data: before-migration}\n  other: {resource: Db, database: x, data: empty}'
    const production = await readProduction(specOf('{stacks: [shop-data]}', stores), fakeProductionPorts(liveCloud()))
    expect(production.snapshots.app).to.include({ id: 'before-migration', masterUser: 'boss' })
    expect(production.snapshots).to.not.have.property('other')
  })

  it('reports every missing stack, with the nearest name', async () => {
    const faults = await faultsOf(specOf('{stacks: [shop-dta, elsewhere, shop-data]}'), fakeProductionPorts(liveCloud()))
    expect(faults.map((each) => each.code)).to.deep.equal(['production.stack_missing', 'production.stack_missing'])
    expect(faults[0]?.text.remedy).to.contain('Did you mean shop-data?')
  })

  it('refuses a stack that is being changed', async () => {
    const cloud = fakeReadCloud({ 'shop-data': { template, status: 'UPDATE_IN_PROGRESS' } })
    expect((await faultsOf(specOf('{stacks: [shop-data]}'), fakeProductionPorts(cloud)))[0]?.code).to.equal('production.stack_unready')
  })

  for (const [resource, reason] of [
    ['Database', 'which these stacks do not have'],
    ['Files', 'which is of type AWS::S3::Bucket, not a database'],
    ['Member', 'which is a member of a cluster: name the cluster'],
    ['other/Db', 'which these stacks do not have'],
  ] as const) {
    it(`says of a store that names ${resource}: ${reason}`, async () => {
      const spec = specOf('{stacks: [shop-data]}', `app: {resource: ${resource}, database: app}`)
      const [fault] = await faultsOf(spec, fakeProductionPorts(liveCloud()))
      expect(fault?.code).to.equal('production.store_unknown')
      expect(fault?.message).to.contain(reason)
      expect(fault?.text.remedy).to.contain('Db')
    })
  }

  it('says which database has no snapshot', async () => {
    const [fault] = await faultsOf(specOf('{stacks: [shop-data]}'), fakeProductionPorts(liveCloud({})))
    expect(fault?.code).to.equal('production.snapshot_missing')
    expect(fault?.message).to.contain('shop-db')
  })

  it('names the template file that is not there, and the one that is broken', async () => {
    const spec = specOf('{templates: {a: a.yml, b: b.yml}}')
    const faults = await faultsOf(spec, fakeProductionPorts(undefined, { 'conf/b.yml': 'Resources: [' }))
    expect(faults.map((each) => each.code)).to.include.members(['production.file_missing', 'production.template_invalid'])
    expect(faults[0]?.text.place).to.equal('conf/a.yml')
  })

  it('needs a cloud for live stacks', async () => {
    expect((await faultsOf(specOf('{stacks: [shop-data]}'), fakeProductionPorts(undefined)))[0]?.code).to.equal('production.no_cloud')
  })
})

async function faultsOf(...[spec, ports]: Parameters<typeof readProduction>): Promise<readonly ReplicaError[]> {
  try {
    await readProduction(spec, ports)
  } catch (error) {
    if (!isReplicaError(error)) throw error
    return error.problems.length > 0 ? error.problems : [error]
  }
  throw new Error('production was read')
}
