import { expect } from 'chai'
import { isPropagation } from '../../../src/stack/create/propagation.ts'

const early = [
  'The role defined for the function cannot be assumed by Lambda. (InvalidRequest)',
  'Value (shop-Profile-1) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
  'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/shop-r1x"',
  'User: arn:aws:sts::111122223333:assumed-role/prod-replica-r1x-shop-Role-1A2B/states is not authorized to perform: lambda:InvokeFunction',
  'Access Denied (AccessDenied)',
  'The execution role does not have permissions to call CreateNetworkInterface on EC2',
]
const meant = [
  'User: arn:aws:sts::111122223333:assumed-role/circleci/r1x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/shop-r1x',
  'User: arn:aws:iam::111122223333:user/ci is not authorized to perform: sqs:CreateQueue because no identity-based policy allows it',
  'topic already exists (AlreadyExists)',
  'Property validation failure: [Encountered unsupported properties in {/}: [Colour]]',
  '',
]

describe('isPropagation', () => {
  for (const reason of early) it(`holds of what may pass: ${reason}`, () => expect(isPropagation(reason, 'r1x')).to.equal(true))
  for (const reason of meant) it(`does not hold of what stays: ${reason}`, () => expect(isPropagation(reason, 'r1x')).to.equal(false))
})
