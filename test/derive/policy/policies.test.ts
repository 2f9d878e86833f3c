import { expect } from 'chai'
import facts from '../../../src/derive/facts/permissions.json' with { type: 'json' }
import { handlerPermissions } from '../../../src/derive/facts/permissions.ts'
import { replicaPolicies } from '../../../src/derive/policy/policies.ts'
import type { Binding, PolicyDocument, RolePolicies, Statement } from '../../../src/derive/policy/types.ts'
import { policyBinding, policyPlan } from '../../support/policies.ts'

describe('replicaPolicies', () => {
  it('lets stacks be made and deleted by our prefix and tag alone', () => {
    const { provisioning, teardown } = policies()
    const ours = 'arn:aws:cloudformation:us-east-1:123456789012:stack/prod-replica-*/*'
    expect(withAction(provisioning, 'cloudformation:CreateStack')).to.deep.equal([
      {
        Sid: 'ReplicaStacksCreate',
        Effect: 'Allow',
        Action: ['cloudformation:CreateStack', 'cloudformation:TagResource'],
        Resource: ours,
        Condition: { StringLike: { 'aws:RequestTag/prod-replica:id': '*' } },
      },
    ])
    const [removal, ...others] = withAction(teardown, 'cloudformation:DeleteStack')
    expect(others).to.deep.equal([])
    expect(removal).to.deep.include({ Resource: ours, Condition: { StringLike: { 'aws:ResourceTag/prod-replica:id': '*' } } })
  })

  it('reads production’s stacks by their names, and changes nothing that is theirs', () => {
    const { provisioning, teardown } = policies({ production: ['shop', 'shop-Inner-*'] })
    expect(bySid(provisioning, 'ProductionRead').Resource).to.deep.equal([
      'arn:aws:cloudformation:us-east-1:123456789012:stack/shop/*',
      'arn:aws:cloudformation:us-east-1:123456789012:stack/shop-Inner-*/*',
    ])
    const theirs = { StringLike: { 'aws:ResourceTag/aws:cloudformation:stack-name': ['shop', 'shop-Inner-*'] } }
    const denied = bySid(provisioning, 'NeverOnProduction')
    expect(denied).to.deep.include({ Effect: 'Deny', Condition: theirs })
    expect(denied.Action).to.include('rds:ModifyDBInstance').and.not.include('rds:RestoreDBInstanceFromDBSnapshot')
    expect(bySid(teardown, 'NeverOnProduction')).to.deep.include({ Effect: 'Deny', NotAction: ['kms:*'], Condition: theirs })
  })

  it('allows what CloudFormation calls only while CloudFormation calls', () => {
    const { provisioning, teardown } = policies()
    for (const action of ['ec2:RunInstances', 'lambda:CreateFunction', 'ec2:DescribeVpcs']) {
      const allowed = withAction(provisioning, action).filter(({ Effect }) => Effect === 'Allow')
      expect(
        allowed.map(({ Condition }) => Condition?.['ForAnyValue:StringEquals']),
        action,
      ).to.deep.equal([via])
    }
    expect(withAction(provisioning, 'ec2:TerminateInstances')).to.deep.equal([])
    expect(withAction(teardown, 'ec2:RunInstances')).to.deep.equal([])
  })

  it('deletes only what has our tag, wherever IAM can ask for it, and says where it cannot', () => {
    const { teardown } = policies()
    for (const action of [
      'rds:DeleteDBInstance',
      'ec2:TerminateInstances',
      'dynamodb:DeleteTable',
      'lambda:DeleteFunction',
      'sqs:DeleteQueue',
    ]) {
      const [statement, ...others] = withAction(teardown, action)
      expect(others, action).to.deep.equal([])
      expect(statement?.Condition?.StringLike, action).to.deep.equal({ 'aws:ResourceTag/prod-replica:id': '*' })
    }
    const unbound = bySid(teardown, 'WritesThatNoTagCanBind')
    expect(unbound.Action).to.include('ec2:DeleteRoute')
  })

  it('binds buckets by the names that replicas’ buckets have', () => {
    const { teardown } = policies()
    expect(bySid(teardown, 'EmptyBucketsByNameNotByTag').Resource).to.deep.equal([
      'arn:aws:s3:::prod-replica-*',
      'arn:aws:s3:::prod-replica-*/*',
      'arn:aws:s3:::shop-files-*',
      'arn:aws:s3:::shop-files-*/*',
    ])
    expect(withAction(teardown, 's3:DeleteBucket').map(({ Sid }) => Sid)).to.deep.equal(['BucketsByNameNotByTag'])
  })

  it('gives rights only to roles within a boundary, and passes only ours to the services that they trust', () => {
    const { provisioning, teardown } = policies()
    const boundary = { StringLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/prod-replica-*' } }
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy']) {
      expect(
        withAction(provisioning, action).map(({ Condition }) => Condition),
        action,
      ).to.deep.equal([boundary])
    }
    expect(withAction(teardown, 'iam:DetachRolePolicy').map(({ Condition }) => Condition)).to.deep.equal([boundary])
    const [fuse, pass, ...others] = withAction(provisioning, 'iam:PassRole')
    expect(others).to.deep.equal([])
    expect(fuse).to.include({ Sid: 'FusePassRole', Resource: 'arn:aws:iam::123456789012:role/replica-bootstrap/*' })
    expect(pass?.Condition).to.deep.equal({ StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'lambda.amazonaws.com'] } })
    expect(pass?.Resource).to.deep.equal(['prod-replica-*', 'shop-web-*'].map((name) => `arn:aws:iam::123456789012:role/${name}`))
  })

  it('passes no role but the schedules’ where the plan has none', () => {
    const plan = policyPlan({ Fn: { Type: 'AWS::Lambda::Function' } })
    const passed = withAction(replicaPolicies(plan, policyBinding).provisioning, 'iam:PassRole')
    expect(passed.map(({ Condition }) => Condition)).to.deep.equal([
      { StringEquals: { 'iam:PassedToService': ['scheduler.amazonaws.com'] } },
    ])
  })

  it('sends mail from the address of replica.yml alone', () => {
    const { notify } = policies({ from: 'CI <ci@shop.example>' })
    const sending = withAction(notify, 'ses:SendRawEmail')
    expect(sending.map(({ Action, Condition }) => ({ Action, Condition }))).to.deep.equal([
      { Action: ['ses:SendRawEmail'], Condition: { StringEquals: { 'ses:FromAddress': 'ci@shop.example' } } },
    ])
  })

  it('opens the staging bucket only where one is named', () => {
    expect(JSON.stringify(policies())).to.not.contain('StagingUse')
    expect(bySid(policies({ stagingBucket: 'ci' }).provisioning, 'StagingUse').Resource).to.equal('arn:aws:s3:::ci/prod-replica/*')
  })

  it('names the types of which it does not know what they need', () => {
    expect(policies().unknownTypes).to.deep.equal(['AWS::Shop::Thing'])
  })

  it('keeps each document within 6,144 characters, also for every type that there is', () => {
    const types = Object.keys(facts.types)
    const plan = policyPlan(Object.fromEntries(types.map((Type, index) => [`R${index}`, { Type }])))
    const { provisioning, teardown } = replicaPolicies(plan, policyBinding)
    const documents = [...provisioning, ...teardown]
    expect(documents.filter((document) => JSON.stringify(document).length > 6144)).to.deep.equal([])
    for (const { Statement } of documents) expect(new Set(Statement.map(({ Sid }) => Sid)).size).to.equal(Statement.length)
    const granted = new Set(documents.flatMap(({ Statement }) => Statement.flatMap(({ Action = [] }) => Action)))
    expect(handlerPermissions('AWS::XRay::Group').create.filter((action) => !granted.has(action))).to.deep.equal([])
  })
})

const via = { 'aws:CalledVia': 'cloudformation.amazonaws.com' }

function policies(binding: Partial<Binding> = {}): RolePolicies {
  return replicaPolicies(policyPlan(), { ...policyBinding, ...binding })
}

function withAction(documents: readonly PolicyDocument[], action: string): Statement[] {
  return documents.flatMap(({ Statement }) => Statement.filter(({ Action, Effect }) => Effect === 'Allow' && Action?.includes(action)))
}

function bySid(documents: readonly PolicyDocument[], sid: string): Statement {
  const found = documents.flatMap(({ Statement }) => Statement).find(({ Sid }) => Sid === sid)
  if (found === undefined) throw new Error(`no statement ${sid}`)
  return found
}
