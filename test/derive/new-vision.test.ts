import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { requireNoLeaks } from '../../src/derive/leaks/leaks.ts'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Plan } from '../../src/derive/types.ts'
import { productionOf, specOf } from '../support/derive.ts'

const folder = new URL('../../examples/new-vision/production/', import.meta.url)
const stores = 'warehouse: {resource: Warehouse, database: dev}, app: {resource: AppDatabase, database: app}'
const physicalIds = {
  Vpc: 'vpc-0a1b2c3d4e5f60718',
  OpenAccess: 'sg-0a1b2c3d4e5f60718',
  ScoreFiles: 'newvision-score-files',
  WarehouseLoadRole: 'newvision-warehouse-load',
  Warehouse: 'newvision-data-warehouse-1x2y3z',
  AppDatabase: 'newvision-app',
  PipelineHost: 'i-0a1b2c3d4e5f60718',
  PipelineNews: 'arn:aws:sns:us-east-1:123456789012:newvision-pipeline-news',
}
const snapshot = { createdAt: new Date('2026-11-01'), masterUser: 'newvision' }
const snapshots = {
  warehouse: { ...snapshot, id: 'rs:newvision-warehouse-2026-11-01' },
  app: { ...snapshot, id: 'arn:aws:rds:us-east-1:123456789012:snapshot:rds:newvision-app-2026-11-01' },
}

describe('the example company’s plan', () => {
  let plan: Plan
  before(async () => {
    const read = async (name: string) => [`newvision-${name}`, await readFile(new URL(`${name}.yml`, folder), 'utf8')] as const
    const templates = Object.fromEntries(await Promise.all(['hosts', 'data', 'network'].map(read)))
    const production = productionOf(templates, { physicalIds })
    plan = derivePlan({ ...production, snapshots }, specOf(stores), { replicaId: 'r4f2a1' })
  })

  it('holds nothing that leads to production', () => {
    expect(plan.leaks).to.deep.equal([])
    expect(() => requireNoLeaks(plan)).not.to.throw()
  })

  it('lets nobody in from anywhere', () => {
    const ingress = resources(plan).map((each) => each.Properties?.SecurityGroupIngress)
    expect(JSON.stringify(ingress)).to.not.match(/0\.0\.0\.0\/0|::\/0/)
    expect(ingress.filter((each) => each !== undefined)).to.have.lengthOf(2)
  })

  it('deletes every resource with its stack', () => {
    const policies = resources(plan).flatMap((each) => [each.DeletionPolicy, each.UpdateReplacePolicy])
    expect(new Set(policies)).to.deep.equal(new Set(['Delete']))
  })

  it('puts the boundary of the roles first, then the network, the data and the hosts, which need nothing more', () => {
    expect(plan.stacks.map((each) => each.production)).to.deep.equal(['', 'newvision-network', 'newvision-data', 'newvision-hosts'])
  })

  it('passes on no parameter that nothing asks for: neither the password nor the partner’s address', () => {
    const parameters = Object.assign({}, ...plan.stacks.map((each) => each.parameters))
    expect(parameters).to.include.keys('MasterUsername', 'HostImage')
    expect(parameters).to.not.have.any.keys('MasterPassword', 'PartnerAddress', 'NetworkStack', 'AppDatabaseClass')
  })
})

function resources(plan: Plan) {
  return plan.stacks.flatMap((stack) => Object.values(stack.template.Resources))
}
