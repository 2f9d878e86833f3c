import { expect } from 'chai'
import { findLeaks } from '../../../src/derive/leaks/leaks.ts'
import { derivePlan } from '../../../src/derive/plan.ts'
import { restoreSources } from '../../../src/derive/rules/restore-sources.ts'
import { productionOf, specOf } from '../../support/derive.ts'
import { applied, decisionOf, propertiesOf } from './replica.ts'

const snapshot = { id: 'snap-1', createdAt: new Date('2026-11-01'), masterUser: 'boss', sizeGiB: 100 }
const cluster = (engine: string) => `
Resources:
  Data:
    Type: AWS::RDS::DBCluster
    Properties: {Engine: ${engine}, MasterUsername: boss, ManageMasterUserPassword: true, DatabaseName: app, StorageEncrypted: true, KmsKeyId: k}
  Fn: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {SECRET: !GetAtt Data.MasterUserSecret.SecretArn, S: !Sub '\${Data.MasterUserSecret.SecretArn}'}}}}
`

function restoredOf(engine: string, data: string, physicalIds: Record<string, string> = { Data: 'shop-data-1x2y3z' }) {
  const production = { ...productionOf({ shop: cluster(engine) }, { physicalIds }), snapshots: { app: snapshot } }
  const spec = specOf(`app: {resource: Data, database: app, data: ${data}}`)
  const [draft] = applied(production, spec)
  return { draft, properties: propertiesOf(draft, 'Data'), sources: [...restoreSources(production, spec)] }
}

describe('stores with data', () => {
  it('clones Aurora as it is now, and names production’s cluster as a source on purpose', () => {
    const { properties, sources, draft } = restoredOf('aurora-postgresql', 'latest-snapshot')
    expect(properties).to.include({
      SourceDBClusterIdentifier: 'shop-data-1x2y3z',
      RestoreType: 'copy-on-write',
      UseLatestRestorableTime: true,
    })
    expect(properties).to.not.have.any.keys('SnapshotIdentifier', 'DatabaseName', 'KmsKeyId', 'StorageEncrypted')
    expect(properties.MasterUsername, 'the source’s own: the schema ties the password to it').to.equal('boss')
    expect(sources).to.have.members(['snap-1', 'shop-data-1x2y3z'])
    expect(decisionOf(draft, 'Data').kind).to.equal('restored')
  })

  for (const [title, engine, data, ids] of [
    ['a cluster that is not Aurora', 'postgres', 'latest-snapshot', { Data: 'shop-data-1x2y3z' }],
    ['a cluster whose snapshot replica.yml names', 'aurora-postgresql', 'snap-1', { Data: 'shop-data-1x2y3z' }],
    ['a cluster of a template file', 'aurora-postgresql', 'latest-snapshot', {}],
  ] as const) {
    it(`restores ${title} from its snapshot`, () => {
      const { properties, sources } = restoredOf(engine, data, ids)
      expect(properties.SnapshotIdentifier).to.equal('snap-1')
      expect(properties).to.not.have.any.keys('SourceDBClusterIdentifier', 'RestoreType', 'UseLatestRestorableTime')
      expect(sources).to.deep.equal(['snap-1'])
    })
  }

  it('lets what read the secret that AWS managed read the new one', () => {
    const { draft, properties } = restoredOf('aurora-postgresql', 'latest-snapshot')
    expect(properties).to.not.have.property('ManageMasterUserPassword')
    expect(propertiesOf(draft, 'Fn').Environment).to.deep.equal({
      Variables: { SECRET: { Ref: 'ProdReplicaDataSecret' }, S: { 'Fn::Sub': '${ProdReplicaDataSecret}' } },
    })
  })

  it('keeps the password of a secret that the replica generates anew, where no store asks for another', () => {
    const [draft] = applied(
      productionOf({
        shop: `
Resources:
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: {PasswordLength: 30}}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, MasterUsername: u, MasterUserPassword: !Sub '{{resolve:secretsmanager:\${Secret}}}'}}
`,
      }),
    )
    expect(propertiesOf(draft, 'Db').MasterUserPassword).to.deep.equal({ 'Fn::Sub': '{{resolve:secretsmanager:${Secret}}}' })
    expect(Object.keys(draft?.template.Resources ?? {})).to.deep.equal(['Secret', 'Db'])
  })
})

describe('a plan with a clone', () => {
  it('names production’s cluster as the clone’s source, and nowhere else', () => {
    const text = cluster('aurora-postgresql').replace('SECRET: !GetAtt', 'CLUSTER: shop-data-1x2y3z, SECRET: !GetAtt')
    const production = { ...productionOf({ shop: text }, { physicalIds: { Data: 'shop-data-1x2y3z' } }), snapshots: { app: snapshot } }
    const plan = derivePlan(production, specOf('app: {resource: Data, database: app}'), { replicaId: 'r1' })
    const { Data, Fn } = plan.stacks[0]?.template.Resources ?? {}
    expect(Data?.Properties?.SourceDBClusterIdentifier).to.equal('shop-data-1x2y3z')
    expect(JSON.stringify(Fn)).to.not.contain('shop-data-1x2y3z')
    expect(plan.leaks).to.deep.equal([])
    if (Fn?.Properties !== undefined) Fn.Properties.Description = 'shop-data-1x2y3z'
    expect(findLeaks(plan, production, [], new Set(['shop-data-1x2y3z'])).map((leak) => leak.path)).to.deep.equal([
      '/Resources/Fn/Properties/Description',
    ])
  })
})

describe('stores without data', () => {
  it('name their user also where production’s template does so only without a snapshot', () => {
    const text = `
Parameters: {Snapshot: {Type: String, Default: ''}, User: {Type: String, Default: owner}}
Conditions: {Restored: !Not [!Equals [!Ref Snapshot, '']]}
Resources:
  Data:
    Type: AWS::RDS::DBCluster
    Properties: {Engine: aurora-mysql, MasterUsername: !If [Restored, !Ref AWS::NoValue, !Ref User], SnapshotIdentifier: !If [Restored, !Ref Snapshot, !Ref AWS::NoValue]}
`
    const [draft] = applied(productionOf({ shop: text }), specOf(''))
    expect(propertiesOf(draft, 'Data')).to.include({ MasterUsername: 'owner' }).and.not.have.property('SnapshotIdentifier')
  })
})
