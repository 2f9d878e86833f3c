import { bootstrapPath, fuseStatements, scheduleGroup } from '../../derive/policy/fuse-calls.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import { boundaryStatements } from './boundary.ts'

type Parts = Required<Pick<Template, 'Resources' | 'Outputs'>>

const here = { partition: '${AWS::Partition}', region: '${AWS::Region}', account: '${AWS::AccountId}', production: [] }

/** What replicas of any production need once an account and region: the staging bucket, the schedules' group and role, the boundary. */
export function corePart(): Parts {
  return {
    Resources: {
      Boundary: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          Path: bootstrapPath,
          Description: 'Keeps whoever has it away from what other stacks of the account hold.',
          PolicyDocument: { Version: '2012-10-17', Statement: boundaryStatements() },
        },
      },
      ScheduleGroup: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: scheduleGroup } },
      SchedulerRole: schedulerRole,
      StagingBucket: stagingBucket,
      StagingBucketPolicy: stagingBucketPolicy,
    },
    Outputs: {
      BoundaryArn: { Value: { Ref: 'Boundary' } },
      ScheduleGroupName: { Value: scheduleGroup },
      SchedulerRoleArn: { Value: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] } },
      StagingBucketName: { Value: { Ref: 'StagingBucket' } },
    },
  }
}

/** Taken by our schedules alone, of this account. */
const schedulerRole = {
  Type: 'AWS::IAM::Role',
  Properties: {
    Path: bootstrapPath,
    Description: 'With it a schedule deletes the stacks of an expired replica.',
    PermissionsBoundary: { Ref: 'Boundary' },
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: {
              'aws:SourceAccount': { Ref: 'AWS::AccountId' },
              'aws:SourceArn': {
                'Fn::Sub': `arn:\${AWS::Partition}:scheduler:\${AWS::Region}:\${AWS::AccountId}:schedule-group/${scheduleGroup}`,
              },
            },
          },
        },
      ],
    },
    Policies: [
      { PolicyName: 'delete-expired-replicas', PolicyDocument: { Version: '2012-10-17', Statement: substituted(fuseStatements(here)) } },
    ],
  },
}

/** Texts with a pseudo parameter in them become `Fn::Sub`. */
function substituted(value: unknown): JsonValue {
  if (typeof value === 'string') return value.includes('${') ? { 'Fn::Sub': value } : value
  if (Array.isArray(value)) return value.map(substituted)
  if (typeof value !== 'object' || value === null) return value as JsonValue
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substituted(each)]))
}

/** Templates and checkouts on their way: nothing that is not there again after a new upload. */
const stagingBucket = {
  Type: 'AWS::S3::Bucket',
  Properties: {
    BucketName: { 'Fn::Sub': 'replica-staging-${AWS::AccountId}-${AWS::Region}' },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    LifecycleConfiguration: {
      Rules: [{ Id: 'one-day', Status: 'Enabled', ExpirationInDays: 1, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  },
}

const stagingBucketPolicy = {
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'StagingBucket' },
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [{ 'Fn::GetAtt': ['StagingBucket', 'Arn'] }, { 'Fn::Sub': '${StagingBucket.Arn}/*' }],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  },
}
