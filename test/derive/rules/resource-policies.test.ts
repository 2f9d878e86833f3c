import { expect } from 'chai'
import type { JsonValue } from '../../../src/production/json.ts'
import { replicaOf } from './replica.ts'

const ownAccount = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }
const statement = (more: Record<string, JsonValue>): JsonValue => ({ Effect: 'Allow', Action: 'sqs:*', Resource: '*', ...more })

/** The first statement of a queue's policy, as the replica has it. */
function closedOf(given: JsonValue): JsonValue | undefined {
  const { resource } = replicaOf({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: given } },
  })
  const policy = resource?.Properties?.PolicyDocument as { Statement: JsonValue }
  return Array.isArray(policy.Statement) ? policy.Statement[0] : policy.Statement
}

describe('who may use a resource', () => {
  for (const more of [
    { Principal: '*' },
    { Principal: { AWS: '*' } },
    { Principal: { AWS: ['*', 'arn:aws:iam::999999999999:root'] } },
    { Principal: { AWS: { Ref: 'Anybody' } }, NotPrincipal: { AWS: 'x' } },
    { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } },
    { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { Principal: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } },
  ]) {
    it(`is the own account alone in place of ${JSON.stringify(more)}`, () => {
      const closed = closedOf([statement(more)]) as Record<string, JsonValue>
      expect(closed.Principal).to.deep.equal(ownAccount)
      expect(closed).to.not.have.property('NotPrincipal')
    })
  }

  for (const more of [
    { Principal: '*', Effect: 'Deny' },
    { Principal: { Service: 's3.amazonaws.com' } },
    { Principal: { AWS: 'arn:aws:iam::999999999999:root' } },
    { Principal: '*', Condition: { ArnLike: { 'AWS:SourceArn': 'arn:x' } } },
    { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
    { Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } },
  ]) {
    it(`stays as it is where it is ${JSON.stringify(more)}`, () => {
      expect(closedOf([statement(more)])).to.deep.equal(statement(more))
    })
  }

  it('is closed in a single statement, in each branch of a choice and in a policy that is text', () => {
    expect(closedOf(statement({ Principal: '*' }))).to.deep.equal(statement({ Principal: ownAccount }))
    const choice = { 'Fn::If': ['C', statement({ Principal: '*' }), { Ref: 'AWS::NoValue' }] }
    expect(closedOf([choice])).to.deep.equal({ 'Fn::If': ['C', statement({ Principal: ownAccount }), { Ref: 'AWS::NoValue' }] })
    const RepositoryPolicyText = JSON.stringify({ Statement: [statement({ Principal: '*' })] })
    const { resource } = replicaOf({ Type: 'AWS::ECR::Repository', Properties: { RepositoryPolicyText } })
    expect(resource?.Properties?.RepositoryPolicyText).to.deep.equal({ Statement: [statement({ Principal: ownAccount })] })
  })

  it('stays for a search domain within a network, whose clients sign nothing', () => {
    const AccessPolicies = { Statement: [statement({ Principal: '*' })] }
    const inside = replicaOf({ Type: 'AWS::OpenSearchService::Domain', Properties: { AccessPolicies, VPCOptions: { SubnetIds: [] } } })
    expect(inside.resource?.Properties?.AccessPolicies).to.deep.equal(AccessPolicies)
  })
})
