import type { Binding } from '../../src/derive/policy/types.ts'
import type { Plan } from '../../src/derive/types.ts'
import type { TemplateResource } from '../../src/production/types.ts'

/** What the policies of a small shop are bound to. */
export const policyBinding: Binding = { partition: 'aws', region: 'us-east-1', account: '123456789012', production: ['shop'] }

/** A plan of one stack with these resources: by default a little of everything. */
export function policyPlan(resources: Record<string, TemplateResource> = ofEverything): Plan {
  const stack = { production: 'shop', name: 'prod-replica-r1x-shop', template: { Resources: resources }, parameters: {} }
  return {
    replicaId: 'r1x',
    region: 'us-east-1',
    account: '123456789012',
    stacks: [{ ...stack, nested: {}, capabilities: [], needs: [], decisions: [] }],
    leftOut: [],
    stores: {},
    hosts: {},
    runOn: { reason: 'there is no store to reach' },
    leaks: [],
  }
}

const trust = {
  Statement: [
    { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com', { 'Fn::Sub': 'ec2.${AWS::URLSuffix}' }] }, Action: 'sts:AssumeRole' },
  ],
}

const ofEverything: Record<string, TemplateResource> = {
  Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'shop-web-r1x', AssumeRolePolicyDocument: trust } },
  Function: { Type: 'AWS::Lambda::Function' },
  Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'shop-files-r1x' } },
  Queue: { Type: 'AWS::SQS::Queue' },
  Table: { Type: 'AWS::DynamoDB::Table' },
  Vpc: { Type: 'AWS::EC2::VPC' },
  Route: { Type: 'AWS::EC2::Route' },
  Host: { Type: 'AWS::EC2::Instance' },
  Profile: { Type: 'AWS::IAM::InstanceProfile' },
  Database: { Type: 'AWS::RDS::DBInstance' },
  Warehouse: { Type: 'AWS::Redshift::Cluster' },
  Thing: { Type: 'AWS::Shop::Thing' },
  Custom: { Type: 'Custom::Hook' },
}
