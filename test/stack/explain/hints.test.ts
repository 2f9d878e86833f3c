import { expect } from 'chai'
import { hintFor } from '../../../src/stack/explain/hints.ts'

/** What AWS says, and a word of the hint that belongs to it. */
const reasons: readonly [reason: string, hint: string][] = [
  ['Requires capabilities : [CAPABILITY_NAMED_IAM]', 'acknowledged'],
  ['No export named network-vpc found. Rollback requested by user.', 'production.stacks'],
  ['Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document', 'macro'],
  ['Topic with name already exists (AlreadyExists)', 'A name is fixed'],
  ['data-bucket already exists in stack arn:aws:cloudformation:eu-west-1:1:stack/x/1', 'A name is fixed'],
  ['The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400) (VpcLimitExceeded)', 'VPCs (5'],
  ['The maximum number of addresses has been reached. (AddressLimitExceeded)', 'elastic IP'],
  ['You have requested more vCPU capacity than your current vCPU limit of 32 allows', 'vCPUs'],
  ['Cannot exceed quota for RolesPerAccount: 1000', 'quota of the account'],
  ['Rate exceeded (Service: Redshift, Status Code: 400) (Throttling)', 'at once'],
  [
    'We currently do not have sufficient m5.large capacity in the Availability Zone you requested (InsufficientInstanceCapacity)',
    'no such machine',
  ],
  ['Your requested instance type (t4g.micro) is not supported in your requested Availability Zone (us-east-1e).', 'This zone'],
  ['DBSnapshot not found: rds:app-2026-01-01 (NotFound)', 'snapshot was deleted'],
  ['The snapshot does not exist', 'snapshot was deleted'],
  ['KMS key arn:aws:kms:eu-west-1:1:key/x is not accessible (KMSKeyNotAccessibleFault)', 'kms:CreateGrant'],
  [
    'DB Subnet Group doesn’t meet availability zone coverage requirement. Please add subnets to cover at least 2 availability zones',
    'two availability zones',
  ],
  ['The role defined for the function cannot be assumed by Lambda.', 'not known everywhere'],
  ['User: arn:aws:iam::1:user/ci is not authorized to perform: rds:CreateDBInstance', 'prod-replica policy'],
  ['Unable to assume the service linked role', 'service-linked role'],
  ['You must wait 60 seconds after deleting a queue before you can create another with the same name.', 'a moment ago'],
  ['The bucket you tried to delete is not empty (Service: S3, Status Code: 409)', 'writes to the bucket'],
  ['The repository with name app cannot be deleted because it still contains images', 'pushes images'],
  ['resource sg-0 has a dependent object (DependencyViolation)', 'interfaces of a Lambda'],
  ['The vpc vpc-1 has dependencies and cannot be deleted', 'interfaces of a Lambda'],
  ['Cannot delete protected Cluster, please disable deletion protection and try again.', 'protection on by hand'],
  ['Export network-vpc cannot be deleted as it is in use by other-stack', 'imports from it'],
  ['The specified hosted zone contains non-required resource record sets (HostedZoneNotEmpty)', 'records'],
  ['Cannot delete entity, must detach all policies first. (DeleteConflict)', 'detach it'],
  ['Your access has been denied by S3. S3 Error Code: NoSuchKey. The specified key does not exist.', 'gone from its bucket'],
  ['Failed to receive 1 resource signal(s) within the specified duration', 'start script'],
  ['Properties validation failed for resource Db with message: #: extraneous key [Foo] is not permitted', 'no such property'],
  ['Exceeded attempts to wait', 'longer than AWS waits'],
  ['Invalid DB Instance class: db.t1.micro', 'replica.size'],
  ['Internal Failure', 'AWS failed by itself'],
]

describe('hintFor', () => {
  for (const [reason, hint] of reasons) {
    it(`knows what to do about: ${reason}`, () => {
      expect(hintFor(reason)).to.contain(hint)
    })
  }

  it('says nothing of what it does not know', () => {
    expect(hintFor('Something new happened')).to.equal(undefined)
    expect(hintFor('')).to.equal(undefined)
  })
})
