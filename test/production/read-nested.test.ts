import { expect } from 'chai'
import { fail, isReplicaError, type ReplicaError } from '../../src/errors.ts'
import { readProduction } from '../../src/production/read.ts'
import { loadSpec } from '../../src/spec/load.ts'
import type { Spec } from '../../src/spec/types.ts'
import { type FakeStack, fakeArn, fakeProductionPorts, fakeReadCloud } from '../support/fake-production.ts'
import { createJournal } from '../support/journal.ts'

const stackType = 'AWS::CloudFormation::Stack'
const clusterType = 'AWS::Redshift::Cluster'

/** A stack that holds only other stacks, by logical id and name, and a topic. */
function parentOf(children: Record<string, string>, more: Partial<FakeStack> = {}): FakeStack {
  const nested = Object.entries(children).map(([id]) => [id, { Type: stackType, Properties: { TemplateURL: 'https://s3.example/x' } }])
  const template = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' }, ...Object.fromEntries(nested) } })
  const resources = Object.entries(children).map(([logicalId, name]) => resource(logicalId, stackType, fakeArn(name)))
  return { template, resources: [resource('Topic', 'AWS::SNS::Topic', 'arn:aws:sns:x'), ...resources], ...more }
}

function leafOf(logicalId = 'Warehouse', type = clusterType): FakeStack {
  const template = JSON.stringify({ Resources: { [logicalId]: { Type: type, Properties: { MasterUsername: 'boss' } } } })
  return { template, resources: [resource(logicalId, type, `shop-${logicalId.toLowerCase()}`)] }
}

function resource(logicalId: string, type: string, physicalId: string) {
  return { logicalId, type, physicalId, status: 'CREATE_COMPLETE' }
}

function specOf(stores = '{}', production = '{stacks: [shop]}'): Spec {
  return loadSpec(`version: 1\nproduction: ${production}\nstores: ${stores}\n`, 'conf/replica.yml')
}

async function faultsOf(work: Promise<unknown>): Promise<readonly ReplicaError[]> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isReplicaError(error)) throw error ?? new Error('production was read')
  return error.problems.length > 0 ? error.problems : [error]
}

describe('readProduction, of live stacks with nested ones', () => {
  const family = { shop: parentOf({ Data: 'shop-Data-1', Web: 'shop-Web-1' }), 'shop-Web-1': leafOf('Queue', 'AWS::SQS::Queue') }

  it('reads each nested stack as one of its own, a parent before its children', async () => {
    const stacks = { ...family, 'shop-Data-1': parentOf({ Deep: 'shop-Deep-1' }), 'shop-Deep-1': leafOf() }
    const production = await readProduction(specOf(), fakeProductionPorts(fakeReadCloud(stacks)))
    expect(production.stacks.map(({ name }) => name)).to.deep.equal(['shop', 'shop/Data', 'shop/Data/Deep', 'shop/Web'])
    const deep = production.stacks[2]
    expect(deep?.parent).to.deep.equal({ stack: 'shop/Data', logicalId: 'Deep' })
    expect(deep?.arn).to.equal(fakeArn('shop-Deep-1'))
    expect(deep?.resources[0]?.physicalId).to.equal('shop-warehouse')
    expect(production.stacks[0]).to.not.have.property('parent')
  })

  for (const name of ['Warehouse', 'shop/Data/Warehouse']) {
    it(`knows a store in a nested stack by ${name}`, async () => {
      const snapshot = { id: 'house-1', createdAt: new Date(0), masterUser: 'boss' }
      const cloud = fakeReadCloud({ ...family, 'shop-Data-1': leafOf() }, { 'shop-warehouse': snapshot })
      const production = await readProduction(specOf(`{w: {resource: ${name}, database: dev}}`), fakeProductionPorts(cloud))
      expect(production.snapshots.w?.id).to.equal('house-1')
    })
  }

  it('asks which one is meant where two nested stacks have a database of that name', async () => {
    const cloud = fakeReadCloud({ shop: family.shop, 'shop-Data-1': leafOf(), 'shop-Web-1': leafOf() })
    const faults = await faultsOf(readProduction(specOf('{w: {resource: Warehouse, database: dev}}'), fakeProductionPorts(cloud)))
    expect(faults[0]?.text.remedy).to.contain('shop/Data/Warehouse, shop/Web/Warehouse')
  })

  it('reports every nested stack that is gone or not whole', async () => {
    const cloud = fakeReadCloud({ shop: family.shop, 'shop-Web-1': { ...leafOf(), status: 'UPDATE_FAILED' } })
    const faults = await faultsOf(readProduction(specOf(), fakeProductionPorts(cloud)))
    expect(faults.map(({ code }) => code)).to.deep.equal(['production.nested_missing', 'production.stack_unready'])
    expect(faults.map(({ message }) => message).join())
      .to.contain('shop/Data')
      .and.to.contain('shop/Web')
  })

  it('comes to an end where a stack is nested in itself, however it is told', async () => {
    const circle = fakeReadCloud({ shop: parentOf({ A: 'a' }), a: parentOf({ B: 'b' }), b: parentOf({ A: 'a' }) })
    expect((await faultsOf(readProduction(specOf(), fakeProductionPorts(circle))))[0]?.code).to.equal('production.nested_endless')
    const levels = Array.from({ length: 30 }, (_, n) => [n === 0 ? 'shop' : `s${n}`, parentOf({ Next: `s${n + 1}` })] as const)
    const [fault] = await faultsOf(readProduction(specOf(), fakeProductionPorts(fakeReadCloud(Object.fromEntries(levels)))))
    expect(fault?.message).to.contain('more than 20 levels deep')
  })

  it('makes a few calls at a time, however many stacks are nested', async () => {
    const children = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`Child${n}`, `child-${n}`]))
    const leaves = Object.fromEntries(Object.values(children).map((name) => [name, leafOf()]))
    const cloud = fakeReadCloud({ shop: parentOf(children), ...leaves })
    let [running, most] = [0, 0]
    const counted = <Input extends unknown[], Result>(call: (...input: Input) => Promise<Result>) => {
      return async (...input: Input): Promise<Result> => {
        most = Math.max(most, ++running)
        await new Promise((resolve) => setImmediate(resolve))
        return call(...input).finally(() => running--)
      }
    }
    for (const name of ['describe', 'template', 'resources', 'exports'] as const)
      cloud.stacks[name] = counted(cloud.stacks[name] as never) as never
    const production = await readProduction(specOf(), fakeProductionPorts(cloud))
    expect(production.stacks).to.have.length(41)
    expect(most).to.be.within(2, 8)
  })
})

describe('readProduction, of what else a live stack knows', () => {
  it('keeps what an SSM parameter type stood for, unless the team gives another value', async () => {
    const template = 'Parameters: {Image: {Type: "AWS::SSM::Parameter::Value<String>"}}\nResources: {A: {Type: AWS::SNS::Topic}}'
    const cloud = fakeReadCloud({ shop: { template, parameters: { Image: '/img' }, resolved: { Image: 'ami-0123' } } })
    const read = await readProduction(specOf(), fakeProductionPorts(cloud))
    expect(read.stacks[0]?.parameters.Image).to.deep.equal({ value: '/img', secret: false, resolved: 'ami-0123' })
    const given = specOf('{}', '{stacks: [shop], parameters: {shop: {Image: /other}}}')
    expect((await readProduction(given, fakeProductionPorts(cloud))).stacks[0]?.parameters.Image).to.deep.equal({
      value: '/other',
      secret: false,
    })
  })

  it('reads every export of the region but those of replicas, by the name of its stack', async () => {
    const outputs = { Id: { value: 'vpc-0a1b2c3d', exportName: 'vpc' } }
    const family = { shop: parentOf({ Net: 'shop-Net-1' }), 'shop-Net-1': { ...leafOf('Vpc', 'AWS::EC2::VPC'), outputs } }
    const other = { ...leafOf(), outputs: { X: { value: 'y', exportName: '__proto__' } } }
    const replica = { ...leafOf(), outputs: { Y: { value: 'arn:aws:iam::1:policy/x', exportName: 'prod-replica-boundary-r1' } } }
    const stacks = { ...family, other, 'prod-replica-r1-0-boundary': replica }
    const { exports } = await readProduction(specOf(), fakeProductionPorts(fakeReadCloud(stacks)))
    expect(exports).to.not.have.property('prod-replica-boundary-r1')
    expect(exports.vpc).to.deep.equal({ value: 'vpc-0a1b2c3d', stack: 'shop/Net' })
    expect(Object.entries(exports)).to.deep.include(['__proto__', { value: 'y', stack: 'other' }])
  })

  it('takes the template as it was sent where there is no processed one, and says so', async () => {
    const journal = createJournal()
    const cloud = fakeReadCloud({ shop: { ...leafOf(), stages: ['original'] } })
    const production = await readProduction(specOf(), fakeProductionPorts(cloud, {}, journal.emit))
    expect(production.stacks[0]?.template.Resources).to.have.property('Warehouse')
    expect(journal.codes()).to.include('production.original_read')
  })

  it('says that a stack vanished midway', async () => {
    const cloud = fakeReadCloud({ shop: { ...leafOf(), stages: [] } })
    expect((await faultsOf(readProduction(specOf(), fakeProductionPorts(cloud))))[0]?.code).to.equal('production.stack_vanished')
    const other = fakeReadCloud({ shop: leafOf() })
    other.stacks.resources = async () => undefined
    expect((await faultsOf(readProduction(specOf(), fakeProductionPorts(other))))[0]?.code).to.equal('production.stack_vanished')
  })

  it('names each call that is denied, and the stack', async () => {
    const cloud = fakeReadCloud({ shop: leafOf() })
    const denied = (action: string) => async () => Promise.reject(fail('cloud.denied', { action, reason: 'no' }))
    cloud.stacks.template = denied('cloudformation:GetTemplate')
    cloud.stacks.resources = denied('cloudformation:ListStackResources')
    const faults = await faultsOf(readProduction(specOf(), fakeProductionPorts(cloud)))
    expect(faults.map(({ code }) => code)).to.deep.equal(['production.read_denied', 'production.read_denied'])
    expect(faults[0]?.message).to.contain('cloudformation:GetTemplate').and.to.contain('stack shop')
    expect(faults[1]?.text.remedy).to.contain('Allow cloudformation:ListStackResources')
  })

  it('does without the exports where they are denied and nothing imports, and says so', async () => {
    const journal = createJournal()
    const denied = async () => Promise.reject(fail('cloud.denied', { action: 'cloudformation:ListExports', reason: 'no' }))
    const cloud = fakeReadCloud({ shop: leafOf() })
    cloud.stacks.exports = denied
    expect((await readProduction(specOf(), fakeProductionPorts(cloud, {}, journal.emit))).exports).to.deep.equal({})
    expect(journal.codes()).to.include('production.exports_unread')
    const importing = fakeReadCloud({
      shop: { template: 'Resources: {A: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue x}}}' },
    })
    importing.stacks.exports = denied
    const [fault] = await faultsOf(readProduction(specOf(), fakeProductionPorts(importing)))
    expect(fault?.message).to.contain('cloudformation:ListExports')
  })

  it('says that a stack is missing also where the stacks may not be listed', async () => {
    const cloud = fakeReadCloud({})
    cloud.stacks.list = async () => Promise.reject(fail('cloud.denied', { action: 'cloudformation:DescribeStacks', reason: 'no' }))
    expect((await faultsOf(readProduction(specOf(), fakeProductionPorts(cloud))))[0]?.code).to.equal('production.stack_missing')
  })
})

describe('readProduction, of template files with nested ones', () => {
  const spec = specOf('{}', '{templates: {shop: {path: infra/main.yml, parameters: {Env: live}}}}')
  const main = `
Parameters: {Env: {Type: String}, Password: {Type: String, NoEcho: true}}
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./data/child.yml
      Parameters: {Name: !Sub "\${Env}-data", Password: !Ref Password, Zones: [a, b], Arn: !GetAtt Web.Outputs.Arn}
  Web: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://bucket.s3.amazonaws.com/web.yml}}
`
  const child = `
Parameters: {Name: {Type: String}, Password: {Type: String, NoEcho: true}, Zones: {Type: CommaDelimitedList}, Arn: {Type: String}}
Resources:
  Deep: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ../deep.json}}
`
  const files = { 'conf/infra/main.yml': main, 'conf/infra/data/child.yml': child, 'conf/infra/deep.json': leafOf().template }
  const read = (changes: Record<string, string | undefined>) => {
    const present = Object.entries({ ...files, ...changes }).filter(([, text]) => text !== undefined) as [string, string][]
    return readProduction(spec, fakeProductionPorts(undefined, Object.fromEntries(present)))
  }

  it('follows paths that are relative to the template, and leaves URLs alone', async () => {
    const { stacks, exports } = await read({})
    expect(stacks.map(({ name, origin }) => [name, origin])).to.deep.equal([
      ['shop', 'conf/infra/main.yml'],
      ['shop/Data', 'conf/infra/data/child.yml'],
      ['shop/Data/Deep', 'conf/infra/deep.json'],
    ])
    expect(stacks[1]?.parent).to.deep.equal({ stack: 'shop', logicalId: 'Data' })
    expect(exports).to.deep.equal({})
  })

  it('gives a child what its parent gives it, as far as that is known', async () => {
    const { stacks } = await read({})
    expect(stacks[1]?.parameters).to.deep.equal({
      Name: { value: 'live-data', secret: false },
      Password: { value: '', secret: true },
      Zones: { value: 'a,b', secret: false },
    })
  })

  it('names the nested template that is not there, is broken, or leads back to itself', async () => {
    const [missing] = await faultsOf(read({ 'conf/infra/deep.json': undefined }))
    expect(missing?.code).to.equal('production.nested_missing')
    expect(missing?.message).to.contain('shop/Data/Deep').and.to.contain('conf/infra/deep.json')
    expect((await faultsOf(read({ 'conf/infra/deep.json': '{' })))[0]?.code).to.equal('production.template_invalid')
    const circle = 'Resources: {Again: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: data/../main.yml}}}'
    expect((await faultsOf(read({ 'conf/infra/deep.json': circle })))[0]?.code).to.equal('production.nested_endless')
  })

  it('comes to an end where every template names the next ones many times over', async () => {
    const many = (path: string) => {
      const nested = Array.from({ length: 40 }, (_, n) => [`N${n}`, { Type: stackType, Properties: { TemplateURL: path } }])
      return JSON.stringify({ Resources: Object.fromEntries(nested) })
    }
    const faults = await faultsOf(
      read({
        'conf/infra/data/child.yml': many('b.yml'),
        'conf/infra/data/b.yml': many('c.yml'),
        'conf/infra/data/c.yml': many('../deep.json'),
      }),
    )
    expect(faults.map(({ code }) => code)).to.deep.equal(['production.nested_endless'])
  })

  it('says so of a file that cannot be opened', async () => {
    const ports = fakeProductionPorts(undefined)
    const folder = async () => Promise.reject(new Error('EISDIR'))
    const work = readProduction(spec, { ...ports, files: { ...ports.files, readText: folder } })
    expect((await faultsOf(work))[0]?.code).to.equal('production.template_invalid')
  })
})
