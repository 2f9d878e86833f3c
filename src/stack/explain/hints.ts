interface Hint {
  /** What the reason says. */
  says: RegExp
  /** Of which resources only. */
  of?: RegExp
  /** What usually helps. */
  hint: string
}

const quota = 'tear down replicas that are not needed (`prod-replica list`), or ask AWS for more under Service Quotas.'

/** By what CloudFormation's and the services' reasons say, the narrow ones before the wide ones: the first that fits is given. */
const hints: readonly Hint[] = [
  // Before anything is made
  {
    says: /requires capabilit|InsufficientCapabilities|CAPABILITY_(NAMED_)?IAM|CAPABILITY_AUTO_EXPAND/i,
    hint: 'The template holds IAM resources or macros that were not acknowledged: run `prod-replica plan`, which finds out what it needs; a macro must be in the same account and region.',
  },
  {
    says: /no export named|Export .* (not found|does not exist)/i,
    hint: 'A stack that production imports from is missing: add it to `production.stacks` in replica.yml.',
  },
  {
    says: /Transform .* failed|failed to (run|expand) (the )?(transform|macro)|No transform named/i,
    hint: 'A macro of production failed on the replica’s template: look at the macro’s own log, or give its result under `production.templates`.',
  },
  {
    says: /AWS::EarlyValidation|ResourceExistenceCheck|NAME_CONFLICT/i,
    hint: 'A name is fixed in the template and taken already: see `prod-replica plan` for what became of that resource.',
  },
  {
    says: /hook(s)? (failed|invocation)|The following hook\(s\) failed|denied by hook/i,
    hint: 'A hook of the account forbids it: ask who owns the hook, or exempt stacks whose name begins with `prod-replica-`.',
  },

  // Deletion
  {
    says: /bucket you tried to delete is not empty|BucketNotEmpty/i,
    hint: 'Something writes to the bucket while it is emptied: stop it, then run `prod-replica teardown` again.',
  },
  {
    says: /cannot be deleted (because|as) it still contains images|RepositoryNotEmpty/i,
    hint: 'Something pushes images while the repository is emptied: stop it, then run `prod-replica teardown` again.',
  },
  {
    says: /termination ?protection|deletion ?protection|disableApiTermination/i,
    hint: 'Someone has turned its protection on by hand: turn it off, then run `prod-replica teardown` again.',
  },
  {
    says: /Export .* cannot be deleted as it is in use by|is in use by stack/i,
    hint: 'A stack that is no part of the replica imports from it: take the import away, then run `prod-replica teardown` again.',
  },
  {
    says: /has dependencies and cannot be deleted|DependencyViolation|has a dependent object|network interface .* in use|currently in use by .*eni-/i,
    hint: 'Something made beside the replica stands in its network, such as the interfaces of a Lambda function, which AWS keeps for up to 45 minutes: run `prod-replica teardown` again later.',
  },
  {
    says: /hosted ?zone .*(not empty|contains|non-required)|HostedZoneNotEmpty/i,
    hint: 'The zone holds records that its stack did not make: delete them, then run `prod-replica teardown` again.',
  },
  {
    says: /WorkGroup .* is not empty/i,
    hint: 'The work group holds queries of its own: delete it with its content, then run `prod-replica teardown` again.',
  },
  {
    says: /final ?snapshot|FinalDBSnapshot|FinalSnapshotIdentifier/i,
    hint: 'A snapshot of that name is there already, or none was named: delete the old one, then run `prod-replica teardown` again.',
  },
  {
    says: /cannot delete (a )?(policy|entity|role)|must (detach|remove) .* first|DeleteConflict/i,
    hint: 'Someone has attached something to it by hand: detach it, then run `prod-replica teardown` again.',
  },

  // Quotas and capacity
  {
    says: /VpcLimitExceeded|maximum number of VPCs/i,
    hint: `The region’s quota of VPCs (5, unless raised) is used up: ${quota}`,
  },
  {
    says: /AddressLimitExceeded|maximum number of addresses/i,
    hint: `The region’s quota of elastic IP addresses (5, unless raised) is used up: ${quota}`,
  },
  {
    says: /VcpuLimit|vCPU (capacity|limit)|InstanceLimitExceeded/i,
    hint: `The quota of vCPUs of that family is used up: choose a smaller class under \`replica.size\`, ${quota}`,
  },
  {
    says: /TooManyBuckets|maximum number of buckets/i,
    hint: `The account’s quota of buckets is used up: ${quota}`,
  },
  {
    says: /(unreserved|account).*concurren|ReservedConcurrentExecutions/i,
    hint: 'The account has too little unreserved Lambda concurrency left: a replica needs none reserved; ask AWS for more if it persists.',
  },
  {
    says: /limit ?exceeded|quota|maximum number of|limit has been (reached|exceeded)|too many .*(exist|already)/i,
    hint: `A quota of the account is used up: ${quota}`,
  },
  {
    says: /Throttl|Rate exceeded|RequestLimitExceeded|TooManyRequests/i,
    hint: 'AWS refused calls that CloudFormation makes, since many are made in this account at once: run again, with fewer replicas at a time.',
  },
  {
    says: /insufficient.*capacity|no capacity|capacity .*not available/i,
    hint: 'AWS has no such machine left there: run again, or choose another class under `replica.size` in replica.yml.',
  },

  // Rights
  {
    says: /KMS|key .*(disabled|not accessible|PendingDeletion)|KeyNotAccessible|InaccessibleEncryption/i,
    hint: 'The role that CI uses needs kms:CreateGrant, kms:Decrypt and kms:DescribeKey on the key that encrypts the snapshot, in the IAM policy and in the key’s own.',
  },
  {
    says: /cannot be assumed|Invalid principal|does not have permission.*assume|role defined for the function|InvalidInstanceProfile|Invalid IAM Instance Profile|is not authorized to assume/i,
    hint: 'A role that was just made is not known everywhere yet, which passes within seconds: run again. If it stays so, look at the role’s trust policy.',
  },
  {
    says: /service[- ]linked role/i,
    hint: 'The account has never used this service: make its service-linked role once (`aws iam create-service-linked-role`), or allow CI to.',
  },
  {
    says: /not authorized|access ?denied|UnauthorizedOperation|is not allowed to|no permission|explicit deny|permissions boundary/i,
    hint: 'The role that CI uses may not do this: allow the action that the reason names (`prod-replica policy` prints what is needed).',
  },
  {
    says: /OptInRequired|not subscribed|SubscriptionRequired|accept(ed)? the terms/i,
    hint: 'The account is not subscribed to this service or image: subscribe once, in the console or the Marketplace.',
  },

  // What is to be made
  {
    says: /NoSuchKey|specified key does not exist|NoSuchBucket|specified bucket does not exist/i,
    hint: 'An object that the resource is made from, such as a function’s code, is gone from its bucket: production could not be made anew either; put it there again.',
  },
  {
    says: /snapshot.*(not ?found|does not exist)|(not ?found|does not exist).*snapshot|(DBSnapshot|ClusterSnapshot)NotFound/i,
    hint: 'The snapshot was deleted meanwhile: run again, and a newer one is taken; or name one under `stores:` in replica.yml.',
  },
  {
    says: /already ?exists|name is already|is already in use|AlreadyOwnedByYou|EntityAlreadyExists|conflicts with an existing/i,
    hint: 'A name is fixed in the template and taken already: see `prod-replica plan` for what became of that resource.',
  },
  {
    says: /scheduled for deletion|QueueDeletedRecently|deleted recently|wait 60 seconds/i,
    hint: 'Something of that name was deleted a moment ago, and AWS keeps the name for a while: run again, or use another replica id.',
  },
  {
    says: /subnet ?group.*(availability zone|AZ coverage|at least two)|DoesNotCoverEnoughAZs|at least (two|2) (subnets|availability zones)/i,
    hint: 'The subnet group needs subnets in two availability zones: see in `prod-replica plan` whether one of them was left out, and add its stack to `production.stacks`.',
  },
  {
    says: /availability ?zone.*(not support|unsupported|invalid|unavailable)|(not support|unsupported).*availability ?zone|InvalidVPCNetworkState/i,
    hint: 'This zone does not have it: run again, or choose another class under `replica.size` in replica.yml.',
  },
  {
    says: /CIDR.*(conflict|overlap)|InvalidSubnet\.Conflict/i,
    hint: 'Two networks of the replica take the same addresses: see `prod-replica plan` for what became of the subnets.',
  },
  {
    says: /AMI .*(not exist|not found)|InvalidAMIID|image id .* does not exist/i,
    hint: 'The machine image is gone or is not shared with this account: production could not start another such host either; name a newer image there.',
  },
  {
    says: /not support|unsupported|invalid.*(instance class|node type|instance type)|Cannot find version|InvalidParameterCombination/i,
    of: /^AWS::(RDS|Redshift|EC2|ElastiCache|OpenSearchService|Elasticsearch|DocDB|Neptune|MSK|AmazonMQ|DMS|MemoryDB)::|^$/,
    hint: 'Choose another class for this resource under `replica.size` in replica.yml: {LogicalId: class}.',
  },
  {
    says: /Failed to receive|did not receive .*signal|CreationPolicy|Received 0 SUCCESS signal/i,
    hint: 'The host did not report that it is up: its own start script failed, or cannot reach CloudFormation; look at /var/log/cloud-init-output.log on it.',
  },
  {
    says: /custom resource|Invalid PhysicalResourceId|See the details in CloudWatch Log Stream/i,
    hint: 'The function behind the custom resource failed: its log says why. If the replica does not need it, leave it out.',
  },
  {
    says: /timed? ?out|did not stabilize|not stabilized|exceeded .*(time|attempts) to wait/i,
    hint: 'It took longer than AWS waits: run again; if it stays so, look at what the resource waits for.',
  },
  {
    says: /extraneous key|required key|#\/.*(failed validation|expected)|Properties validation failed|Encountered unsupported property/i,
    hint: 'CloudFormation takes no such property any more: production’s template would be refused today as well; mend it there.',
  },
  {
    says: /InternalFailure|ServiceInternalError|InternalError|Internal Failure|service unavailable/i,
    hint: 'AWS failed by itself: run again.',
  },
]

/** What to do about a failure, where its reason is a known one; `type` is the resource's. */
export function hintFor(reason: string, type = ''): string | undefined {
  return hints.find(({ says, of }) => says.test(reason) && (of === undefined || of.test(type)))?.hint
}
