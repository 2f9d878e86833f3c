import { expect } from 'chai'
import { type Cure, cureFor } from '../../../src/stack/delete/obstacles.ts'

/** What AWS's services say when a resource cannot be deleted. */
const reasons: readonly (readonly [string, Cure])[] = [
  ['The bucket you tried to delete is not empty (Service: S3, Status Code: 409, Request ID: X)', 'empty'],
  ["The repository with name 'a' in registry with id '1' cannot be deleted because it still contains images", 'empty'],
  ['Cannot delete protected DB Instance, please disable deletion protection and try again.', 'unprotect'],
  ['Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.', 'unprotect'],
  ["The instance 'i-1' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.", 'unprotect'],
  ['resource sg-1 has a dependent object (Service: Ec2, Status Code: 400, Error Code: DependencyViolation)', 'outlast'],
  ["The subnet 'subnet-1' has dependencies and cannot be deleted.", 'outlast'],
  ['Network vpc-1 has some mapped public address(es). Please unmap those public address(es) before detaching.', 'outlast'],
  ["Network interface 'eni-1' is currently in use.", 'outlast'],
  ['Cannot delete export shared as it is in use by other.', 'wait'],
  ['Delete canceled. Cannot delete export shared as it is in use by other.', 'wait'],
  ['The resource arn:x is in use by another operation (ResourceInUseException)', 'wait'],
  ['Cluster is in the modifying state', 'wait'],
  ['Rate exceeded', 'wait'],
  ['Internal Failure', 'unknown'],
]

describe('cureFor', () => {
  for (const [reason, cure] of reasons) {
    it(`says «${cure}» of: ${reason.slice(0, 70)}`, () => {
      expect(cureFor(reason)).to.equal(cure)
    })
  }
})
