import { expect } from 'chai'
import type { SnapshotSource } from '../../src/ports/cloud.ts'
import type { Endpoint } from '../../src/ports/endpoints.ts'
import { readHostnames } from '../../src/production/hostnames.ts'
import { loadSpec } from '../../src/spec/load.ts'
import { type FakeStack, fakeProductionPorts, fakeReadCloud } from '../support/fake-production.ts'

const data = `
Resources:
  AppDatabase: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, Port: 6432}}
  Warehouse: {Type: AWS::Redshift::Cluster, Properties: {DBName: dev}}
  Alias:
    Type: AWS::Route53::RecordSet
    Properties: {HostedZoneName: abc.example., Name: app-db.abc.example., Type: CNAME, TTL: 60, ResourceRecords: [!GetAtt AppDatabase.Endpoint.Address]}
  Further:
    Type: AWS::Route53::RecordSetGroup
    Properties:
      HostedZoneName: abc.example.
      RecordSets:
        - {Name: scores.abc.example, Type: CNAME, TTL: 60, ResourceRecords: [app-db.abc.example.]}
        - {Name: elsewhere.abc.example, Type: CNAME, TTL: 60, ResourceRecords: [other.example.]}
        - {Name: "bad.example\n10.0.0.1 good.example", Type: CNAME, TTL: 60, ResourceRecords: [app-db.abc.example]}
        - {Name: text.abc.example, Type: TXT, TTL: 60, ResourceRecords: [app-db.abc.example]}
`
const dns = `
Parameters: {Host: {Type: String}}
Resources:
  Imported:
    Type: AWS::Route53::RecordSet
    Properties: {Name: warehouse.abc.example, Type: CNAME, ResourceRecords: [!ImportValue warehouse-host]}
  Given:
    Type: AWS::Route53::RecordSet
    Properties: {Name: dwh.abc.example, Type: CNAME, ResourceRecords: [!Ref Host]}
`
const stores = `stores:
  app: {resource: AppDatabase, database: app, data: empty, hostnames: [Legacy-Db.abc.example]}
  warehouse: {resource: Warehouse, database: dev, data: empty}
`
const endpoints: Record<string, Endpoint> = {
  'app-db': { names: ['app-db.xyz.us-east-1.rds.amazonaws.com'], port: 7777 },
  newvision: { names: ['newvision.abc.us-east-1.redshift.amazonaws.com'], port: 5439 },
}

describe('readHostnames', () => {
  const warehouse = endpoints.newvision?.names[0] ?? ''
  const live: Record<string, FakeStack> = {
    data: {
      template: data,
      outputs: { Host: { value: warehouse, exportName: 'warehouse-host' } },
      resources: [
        { logicalId: 'AppDatabase', type: 'AWS::RDS::DBInstance', physicalId: 'app-db', status: 'CREATE_COMPLETE' },
        { logicalId: 'Warehouse', type: 'AWS::Redshift::Cluster', physicalId: 'newvision', status: 'CREATE_COMPLETE' },
      ],
    },
    dns: { template: dns, parameters: { Host: warehouse } },
  }

  it('gives what AWS calls a live database, and every DNS record that leads to it, by import, parameter or another record', async () => {
    const spec = loadSpec(`version: 1\nproduction: {stacks: [data, dns]}\n${stores}`, 'replica.yml')
    const cloud = { ...fakeReadCloud(live), endpoints: { of: async ({ physicalId }: SnapshotSource) => endpoints[physicalId] } }
    const found = await readHostnames(spec, { ...fakeProductionPorts(undefined), cloud })
    expect(found.app?.port).to.equal(7777)
    expect(found.app?.names).to.have.members([
      'app-db.xyz.us-east-1.rds.amazonaws.com',
      'legacy-db.abc.example',
      'app-db.abc.example',
      'scores.abc.example',
    ])
    expect(found.warehouse?.names).to.have.members([warehouse, 'warehouse.abc.example', 'dwh.abc.example'])
  })

  it('gives what template files and replica.yml say, with the port that is written or usual', async () => {
    const spec = loadSpec(`version: 1\nproduction: {templates: {data: data.yml}}\n${stores}`, 'replica.yml')
    const ports = fakeProductionPorts(undefined, { 'data.yml': data })
    const found = await readHostnames(spec, { ...ports, cloud: undefined })
    expect(found.app?.port).to.equal(6432)
    expect(found.app?.names).to.have.members(['legacy-db.abc.example', 'app-db.abc.example', 'scores.abc.example'])
    expect(found).to.not.have.property('warehouse')
  })

  it('leaves out addresses and this machine’s own names', async () => {
    const spec = loadSpec(
      `version: 1\nproduction: {stacks: [data]}\n${stores.replace('Legacy-Db.abc.example', 'db.localhost')}`,
      'replica.yml',
    )
    const cloud = {
      ...fakeReadCloud({ data: { ...live.data, template: data.replace(/ {2}Alias[\s\S]*/, '') } }),
      endpoints: { of: async () => ({ names: ['127.0.0.1'], port: 1 }) },
    }
    expect(await readHostnames(spec, { ...fakeProductionPorts(undefined), cloud })).to.deep.equal({})
  })
})
