import { expect } from 'chai'
import { requireNoLeaks } from '../../src/derive/leaks/leaks.ts'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Decision, Plan } from '../../src/derive/types.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { Production, TemplateResource } from '../../src/production/types.ts'
import { ownStacks, productionOf, specOf } from '../support/derive.ts'

const run = { replicaId: 'r4f2a1' }

describe('derivePlan', () => {
  it('drops optional names that nothing else says', () => {
    const plan = planOf(`
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: shop-orders, DelaySeconds: 1}}`)
    expect(untagged(plan, 'Queue')).to.deep.equal({ DelaySeconds: 1 })
    expect(decision(plan, 'Queue').kind).to.equal('renamed')
  })

  it('gives names that others say the replica’s id, and lets the others follow: literals, Sub, Join and policies', () => {
    const plan = planOf(`
  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '\${Stage}-shop-files'}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement:
              - Resource: ['arn:aws:s3:::prod-shop-files/*', !Sub 'arn:\${AWS::Partition}:s3:::\${Stage}-shop-files', !Join ['', ['arn:aws:s3:::', !Ref Stage, '-shop-files']]]
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Environment: {Variables: {OTHER: prod-shop-files-archive, URL: !Sub 's3://prod-shop-files/\${Role}'}}`)
    const text = JSON.stringify(ownStacks(plan)[0]?.template)
    expect(untagged(plan, 'Files')).to.include({ BucketName: 'prod-shop-files-r4f2a1' })
    expect(text).to.contain(
      '"arn:aws:s3:::prod-shop-files-r4f2a1/*",{"Fn::Sub":"arn:${AWS::Partition}:s3:::prod-shop-files-r4f2a1"},"arn:aws:s3:::prod-shop-files-r4f2a1"',
    )
    expect(text).to.contain('s3://prod-shop-files-r4f2a1/${Role}')
    expect(text).to.contain('"OTHER":"prod-shop-files-archive"')
  })

  it('keeps expressions bound to no account when a name in them follows', () => {
    const plan = planOf(`
  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'files-\${AWS::AccountId}'}}
  Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Files, PolicyDocument: {Resource: !Sub 'arn:aws:s3:::files-\${AWS::AccountId}/*'}}}`)
    expect(JSON.stringify(resource(plan, 'Policy').Properties)).to.contain('{"Fn::Sub":"arn:aws:s3:::files-${AWS::AccountId}-r4f2a1/*"}')
    expect(plan.leaks).to.deep.equal([])
  })

  it('suffixes required names within the length and letters of their type', () => {
    const plan = planOf(`
  Key: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/shop-key, TargetKeyId: !Ref K}}
  Group: {Type: AWS::OpenSearchServerless::Collection, Properties: {Name: a-name-that-is-thirty-characters}}
  K: {Type: AWS::KMS::Key, Properties: {}}`)
    expect(resource(plan, 'Key').Properties?.AliasName).to.equal('alias/shop-key-r4f2a1')
    expect(String(resource(plan, 'Group').Properties?.Name)).to.match(/^a-name-that-is-thir-[0-9a-f]{4}-r4f2a1$|^.{1,32}-r4f2a1$/)
  })

  it('sets every deletion policy to Delete', () => {
    const plan = planOf(`
  A: {Type: AWS::S3::Bucket, DeletionPolicy: Retain, UpdateReplacePolicy: Snapshot}
  B: {Type: AWS::SNS::Topic}`)
    for (const id of ['A', 'B']) expect(resource(plan, id)).to.include({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' })
  })

  it('restores an RDS store from its snapshot, with nothing that a restore forbids and a password of its own', () => {
    const plan = databasePlan('latest-snapshot')
    const properties = resource(plan, 'Db').Properties ?? {}
    expect(properties).to.include({
      DBSnapshotIdentifier: 'snap-1',
      MultiAZ: false,
      BackupRetentionPeriod: 0,
      DeletionProtection: false,
      PubliclyAccessible: false,
      DBInstanceClass: 'db.t4g.micro',
      AllocatedStorage: '100',
    })
    expect(properties).to.not.have.any.keys('MasterUsername', 'DBName', 'KmsKeyId', 'StorageEncrypted', 'DBInstanceIdentifier')
    expect(properties.MasterUserPassword).to.deep.equal({
      'Fn::Sub': '{{resolve:secretsmanager:${ProdReplicaDbSecret}:SecretString:password}}',
    })
    expect(resource(plan, 'ProdReplicaDbSecret').Type).to.equal('AWS::SecretsManager::Secret')
    expect(decision(plan, 'Db').kind).to.equal('restored')
  })

  it('adds the outputs by which the helper finds a store', () => {
    const plan = databasePlan('latest-snapshot')
    const outputs = ownStacks(plan)[0]?.template.Outputs ?? {}
    expect(plan.stores.my_app).to.deep.include({ engine: 'postgres', database: 'app', user: 'boss', logicalId: 'Db' })
    expect(outputs.ProdReplicaStoreMyAppAddress?.Value).to.deep.equal({ 'Fn::GetAtt': ['Db', 'Endpoint.Address'] })
    expect(outputs.ProdReplicaStoreMyAppSecret?.Value).to.deep.equal({ Ref: 'ProdReplicaDbSecret' })
    expect(outputs.ProdReplicaStoreMyAppUser?.Value).to.equal('boss')
    expect(outputs.ProdReplicaStoreMyAppEngine?.Value).to.equal('postgres')
  })

  it('keeps the master user and the database of a store that starts empty', () => {
    const plan = databasePlan('empty')
    expect(resource(plan, 'Db').Properties).to.include({ MasterUsername: 'owner', DBName: 'app' })
    expect(resource(plan, 'Db').Properties).to.not.have.property('DBSnapshotIdentifier')
    expect(plan.stores.my_app?.user).to.equal('owner')
  })

  it('puts the new password wherever the secret parameter of the old one stood, and takes the parameter away', () => {
    const plan = databasePlan('latest-snapshot')
    const text = JSON.stringify(ownStacks(plan)[0]?.template)
    expect(text).to.not.contain('"Password"')
    expect(text).to.contain('postgres://owner:{{resolve:secretsmanager:${ProdReplicaDbSecret}:SecretString:password}}@db')
    expect(ownStacks(plan)[0]?.parameters).to.deep.equal({})
  })

  it('asks for any other secret parameter by name', () => {
    const derive = () => planOf('\n  A: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Key}}', 'Key: {Type: String, NoEcho: true}')
    expect(derive)
      .to.throw()
      .and.satisfy((error: unknown) => isReplicaError(error, 'derive.parameter_needed'))
    expect(derive).to.throw('Key')
  })

  it('keeps a Redshift cluster’s node type and leaves one node', () => {
    const production = productionOf({
      data: `
Resources:
  Warehouse:
    Type: AWS::Redshift::Cluster
    Properties: {ClusterType: multi-node, NumberOfNodes: 4, NodeType: ra3.4xlarge, DBName: dev, MasterUsername: boss, MasterUserPassword: production1, ElasticIp: 1.2.3.4, PubliclyAccessible: true}
`,
    })
    const spec = specOf('warehouse: {resource: Warehouse, database: dev}')
    const plan = derivePlan({ ...production, snapshots: { warehouse: snapshot } }, spec, run)
    const properties = resource(plan, 'Warehouse').Properties ?? {}
    expect(properties).to.include({
      ClusterType: 'single-node',
      NodeType: 'ra3.4xlarge',
      SnapshotIdentifier: 'snap-1',
      PubliclyAccessible: false,
    })
    expect(properties).to.not.have.any.keys('NumberOfNodes', 'ElasticIp')
    expect(JSON.stringify(plan)).to.not.contain('production1')
  })

  it('lets nobody in from anywhere, whatever form the rule has', () => {
    const plan = planOf(
      `
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - {CidrIp: 0.0.0.0/0, FromPort: 22}
        - {CidrIpv6: '::/0', FromPort: 22}
        - {CidrIp: !Ref Open, FromPort: 80}
        - !If [C, {CidrIp: 0.0.0.0/0, FromPort: 81}, {CidrIp: 10.0.0.0/8, FromPort: 82}]
        - {CidrIp: !If [C, 0.0.0.0/0, 10.0.0.0/8], FromPort: 83}
        - {CidrIp: 10.1.0.0/16, FromPort: 84}
  Rule: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref Group, CidrIp: 0.0.0.0/0}}
  Only: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupIngress: [{CidrIp: 0.0.0.0/0}]}}`,
      'Open: {Type: String, Default: 0.0.0.0/0}',
    )
    expect(resource(plan, 'Group').Properties?.SecurityGroupIngress).to.deep.equal([
      { 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, { CidrIp: '10.0.0.0/8', FromPort: 82 }] },
      { CidrIp: '10.1.0.0/16', FromPort: 84 },
    ])
    expect(untagged(plan, 'Only')).to.deep.equal({})
    expect(decision(plan, 'Rule').kind).to.equal('dropped')
  })

  it('stops what would act on the outside world', () => {
    const plan = planOf(outside)
    expect(resource(plan, 'Nightly').Properties?.State).to.equal('DISABLED')
    expect(resource(plan, 'Mapping').Properties?.Enabled).to.equal(false)
    expect(untagged(plan, 'Alarm')).to.deep.equal({ ActionsEnabled: false })
    expect(resource(plan, 'News').Properties?.Subscription).to.deep.equal([
      { Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    ])
    for (const id of ['Mail', 'Record', 'Peering', 'Trail']) expect(decision(plan, id).kind, id).to.equal('dropped')
    expect(decision(plan, 'Inside').kind).to.equal('kept')
    expect(decision(plan, 'Custom').kind).to.equal('refused')
  })

  it('takes dropped resources out of what refers to them', () => {
    const plan = planOf(outside)
    expect(decision(plan, 'Route').kind, 'a route needs its peering').to.equal('dropped')
    expect(decision(plan, 'Route').reasons[0]?.reason).to.contain('VpcPeeringConnectionId')
    expect(resource(plan, 'Queue').DependsOn).to.deep.equal(['News'])
    expect(resource(plan, 'Fn').Properties?.Environment).to.deep.equal({ Variables: { KEPT: 'x' } })
    expect(resource(plan, 'Host').Properties?.UserData).to.deep.equal({
      'Fn::Base64': { 'Fn::Sub': 'echo left-out-of-this-replica ${Queue}' },
    })
    expect(ownStacks(plan)[0]?.template.Outputs).to.deep.equal({ Kept: { Value: { Ref: 'Queue' } } })
  })

  it('keeps a resource that replica.allow names although it would be refused', () => {
    const production = productionOf({ data: 'Resources:\n  Custom: {Type: Custom::Thing, Properties: {ServiceToken: x}}\n' })
    expect(decision(derivePlan(production, specOf('', ['Custom']), run), 'Custom').kind).to.equal('kept')
  })

  it('renames exports, lets imports follow to the sibling and puts the stacks in order', () => {
    const plan = derivePlan(siblings(), specOf(''), run)
    expect(ownStacks(plan).map((each) => each.name)).to.deep.equal(['prod-replica-r4f2a1-network', 'prod-replica-r4f2a1-hosts'])
    expect(ownStacks(plan)[1]?.needs).to.deep.equal(['prod-replica-r4f2a1-network'])
    expect(ownStacks(plan)[0]?.template.Outputs?.Vpc?.Export?.Name).to.equal('network-Vpc-r4f2a1')
    expect(JSON.stringify(ownStacks(plan)[1]?.template.Resources.Group)).to.contain('{"Fn::ImportValue":"network-Vpc-r4f2a1"}')
  })

  it('refuses an import from a stack that is not replicated, unless it is allowed', () => {
    expect(decision(derivePlan(siblings(), specOf(''), run), 'Shared', 1).kind).to.equal('refused')
    expect(decision(derivePlan(siblings(), specOf('', ['company-Zone']), run), 'Shared', 1).kind).to.equal('shared')
  })

  it('says which stacks import from one another in a circle', () => {
    const stack = (own: string, other: string) =>
      `Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue ${other}}}\nOutputs:\n  O: {Value: !Ref T, Export: {Name: ${own}}}\n`
    const derive = () => derivePlan(productionOf({ a: stack('from-a', 'from-b'), b: stack('from-b', 'from-a') }), specOf(''), run)
    expect(derive).to.throw('a → b → a')
  })

  it('cuts stack names at 128 characters and keeps them apart', () => {
    const long = 'x'.repeat(127)
    const production = productionOf({ [`${long}1`]: topic, [`${long}2`]: topic })
    const names = ownStacks(derivePlan(production, specOf(''), run)).map((each) => each.name)
    expect(new Set(names).size).to.equal(2)
    for (const name of names)
      expect(name)
        .to.match(/^prod-replica-r4f2a1-x+-[0-9a-f]{8}$/)
        .and.have.lengthOf(128)
  })

  it('leaves an output out where any part of what it says is left out', () => {
    const plan = planOf(`
  Record: {Type: AWS::Route53::RecordSet, Properties: {Name: www.shop.example, Type: A}}
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  Chosen: {Value: !If [C, !Ref Record, !Ref Topic]}
  Kept: {Value: !Ref Topic}`)
    expect(Object.keys(ownStacks(plan)[0]?.template.Outputs ?? {})).to.deep.equal(['Kept'])
  })

  it('takes of properties that are chosen as a whole those that production has', () => {
    const plan = planOf('\n  Queue: {Type: AWS::SQS::Queue, Properties: {Fn::If: [C, {DelaySeconds: 1}, {DelaySeconds: 2}]}}')
    expect(untagged(plan, 'Queue')).to.deep.equal({ DelaySeconds: 2 })
  })

  it('gives the same bytes twice and leaves production as it was', () => {
    const production = siblings()
    const before = JSON.stringify(production)
    const [one, other] = [1, 2].map(() => JSON.stringify(derivePlan(production, specOf(''), run)))
    expect(one).to.equal(other)
    expect(JSON.stringify(production)).to.equal(before)
  })

  it('asks for the IAM capabilities that are needed, no more', () => {
    const capabilities = (yaml: string) => ownStacks(planOf(yaml))[0]?.capabilities
    expect(capabilities('\n  A: {Type: AWS::SNS::Topic}')).to.deep.equal([])
    expect(capabilities('\n  A: {Type: AWS::IAM::Role, Properties: {RoleName: shop-role}}')).to.deep.equal(['CAPABILITY_IAM'])
    const said =
      '\n  A: {Type: AWS::IAM::Role, Properties: {RoleName: shop-role}}\n  B: {Type: AWS::IAM::Policy, Properties: {PolicyName: p, Roles: [shop-role]}}'
    expect(capabilities(said)).to.deep.equal(['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'])
  })
})

const snapshot = { id: 'snap-1', createdAt: new Date('2026-11-01'), masterUser: 'boss', sizeGiB: 100 }
const topic = 'Resources:\n  T: {Type: AWS::SNS::Topic}\n'

function planOf(resources: string, parameters = 'Stage: {Type: String, Default: prod}'): Plan {
  const text = `Parameters:\n  ${parameters}\nConditions:\n  C: !Equals [!Ref AWS::Region, x]\nResources:${resources}\n`
  return derivePlan(productionOf({ shop: text }), specOf(''), run)
}

function databasePlan(data: string): Plan {
  const production = productionOf({ shop: database })
  const snapshots: Production['snapshots'] = data === 'empty' ? {} : { my_app: snapshot }
  return derivePlan({ ...production, snapshots }, specOf(`my_app: {resource: Db, database: app, data: ${data}}`), run)
}

function siblings(): Production {
  return productionOf({
    hosts: `
Parameters: {Network: {Type: String, Default: network}}
Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !ImportValue {'Fn::Sub': '\${Network}-Vpc'}}}
  Shared: {Type: AWS::EC2::Subnet, Properties: {AvailabilityZone: !ImportValue company-Zone}}
`,
    network: `
Resources:
  Vpc: {Type: AWS::EC2::VPC}
Outputs:
  Vpc: {Value: !Ref Vpc, Export: {Name: !Sub '\${AWS::StackName}-Vpc'}}
`,
  })
}

function resource(plan: Plan, logicalId: string): TemplateResource {
  const found = ownStacks(plan)
    .map((stack) => stack.template.Resources[logicalId])
    .find((each) => each !== undefined)
  if (found === undefined) throw new Error(`the plan has no ${logicalId}`)
  return found
}

/** A resource's properties without the tag that every resource gets. */
function untagged(plan: Plan, logicalId: string): TemplateResource['Properties'] {
  const { Tags: _, ...others } = resource(plan, logicalId).Properties ?? {}
  return others
}

function decision(plan: Plan, logicalId: string, stack = 0): Decision {
  const found = ownStacks(plan)[stack]?.decisions.find((each) => each.logicalId === logicalId)
  if (found === undefined) throw new Error(`nothing was decided on ${logicalId}`)
  return found
}

const database = `
Parameters:
  Password: {Type: String, NoEcho: true}
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    Properties:
      DBInstanceIdentifier: shop-db
      DBInstanceClass: db.r6g.4xlarge
      Engine: postgres
      DBName: app
      MasterUsername: owner
      MasterUserPassword: !Ref Password
      AllocatedStorage: 20
      StorageEncrypted: true
      KmsKeyId: !Ref Key
      MultiAZ: true
      DeletionProtection: true
      PubliclyAccessible: true
      BackupRetentionPeriod: 30
  Key: {Type: AWS::KMS::Key, Properties: {}}
  Fn:
    Type: AWS::Lambda::Function
    Properties: {Environment: {Variables: {URL: !Sub 'postgres://owner:\${Password}@db'}}}
`

const outside = `
  Nightly: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), State: ENABLED}}
  Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Fn}}
  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref News], OKActions: [!Ref News]}}
  News:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{Protocol: email, Endpoint: a@b.example}, {Protocol: sqs, Endpoint: !GetAtt Queue.Arn}]
  Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Protocol: email, Endpoint: a@b.example}}
  Inside: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Protocol: lambda, Endpoint: !GetAtt Fn.Arn}}
  Record: {Type: AWS::Route53::RecordSet, Properties: {Name: www.shop.example, Type: A}}
  Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {}}
  Route: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, VpcPeeringConnectionId: !Ref Peering}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Vpc: {Type: AWS::EC2::VPC}
  Trail: {Type: AWS::CloudTrail::Trail, Properties: {}}
  Custom: {Type: Custom::Thing, Properties: {ServiceToken: !GetAtt Fn.Arn}}
  Queue: {Type: AWS::SQS::Queue, DependsOn: [News, Trail], Properties: {}}
  Fn: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {GONE: !Ref Record, KEPT: x}}}}
  Host:
    Type: AWS::EC2::Instance
    Properties: {UserData: !Base64 {'Fn::Sub': 'echo \${Record} \${Queue}'}}
Outputs:
  Gone: {Value: !Ref Record}
  Kept: {Value: !Ref Queue}`

describe('a plan of which nothing is left', () => {
  const production = productionOf({
    dns: 'Resources:\n  Record: {Type: AWS::Route53::RecordSet, Properties: {Name: www.shop.example, Type: A}}\n',
  })

  it('says of every resource why, and is stopped', () => {
    const plan = derivePlan(production, specOf(''), run)
    expect(plan.stacks).to.deep.equal([])
    expect(plan.leftOut.map(({ production: name, decisions }) => [name, decisions[0]?.kind])).to.deep.equal([['dns', 'dropped']])
    expect(() => requireNoLeaks(plan))
      .to.throw()
      .and.satisfy((error: unknown) => isReplicaError(error, 'derive.nothing_left'))
  })
})
