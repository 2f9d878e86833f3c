/** What usually helps, by what CloudFormation's reasons say. The first that fits is given. */
const hints: readonly [pattern: RegExp, hint: string][] = [
  [
    /limit ?exceeded|quota|maximum number of|VcpuLimit|too many .*(exist|already)/i,
    'A quota of the account is used up: tear down replicas that are not needed (`prod-replica list`), or ask AWS for more.',
  ],
  [
    /not authorized|access ?denied|AccessDenied|UnauthorizedOperation|is not allowed to/i,
    'The role that CI uses may not do this: allow the action that the reason names.',
  ],
  [
    /already ?exists|AlreadyExists|name is already|is already in use/i,
    'A name is fixed in the template and taken already: see `prod-replica plan` for what became of that resource.',
  ],
  [
    /snapshot.*(not ?found|does not exist)|(not ?found|does not exist).*snapshot|(DBSnapshot|ClusterSnapshot)NotFound/i,
    'The snapshot was deleted meanwhile: run again, and a newer one is taken; or name one under `stores:` in replica.yml.',
  ],
  [
    /KMS|key.*(disabled|not accessible|PendingDeletion)/i,
    'The role that CI uses needs kms:CreateGrant, kms:Decrypt and kms:DescribeKey on the key that encrypts the snapshot.',
  ],
  [
    /insufficient.*capacity|InsufficientInstanceCapacity|no capacity/i,
    'AWS has no such machine left there: run again, or choose another class under `replica.size` in replica.yml.',
  ],
  [
    /not support|unsupported|invalid.*(instance class|node type|instance type)|Cannot find version/i,
    'Choose another class for this resource under `replica.size` in replica.yml: {LogicalId: class}.',
  ],
  [
    /timed? ?out|did not stabilize|not stabilized/i,
    'It took longer than AWS waits: run again; if it stays so, look at what the resource waits for.',
  ],
  [
    /no export named|Export .* not found/i,
    'A stack that production imports from is missing: add it to `production.stacks` in replica.yml.',
  ],
]

/** What to do about a failure, where its reason is a known one. */
export function hintFor(reason: string): string | undefined {
  return hints.find(([pattern]) => pattern.test(reason))?.[1]
}
