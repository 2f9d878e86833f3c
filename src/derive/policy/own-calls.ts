import { idTag } from '../tags.ts'
import { bucketArns, ourStacks, ourTag, stackArn } from './arns.ts'
import type { Binding, Statement } from './types.ts'

/** What the helper itself calls to read production, make the replica and mask its stores. */
export function provisioningCalls(binding: Binding): Statement[] {
  const ours = ourStacks(binding)
  return [
    allow('ReplicaStacksCreate', ['cloudformation:CreateStack', 'cloudformation:TagResource'], ours, {
      StringLike: { [`aws:RequestTag/${idTag}`]: '*' },
    }),
    allow('ReplicaStacksRetry', ['cloudformation:UpdateStack'], ours, ourTag),
    allow('ReplicaStacksWatch', watchCalls, ours),
    ...readProduction(binding),
    ...takeReadRole(binding),
    ...useStaging(binding),
    ...readSecrets(binding),
    ...commandHosts(binding),
    // Neither lists can be asked for single stacks, nor snapshots and endpoints of single databases that are still to be found.
    allow('ListsThatCannotBeBound', listCalls, '*'),
  ]
}

/** What the helper itself calls to delete a replica and prove that nothing is left. */
export function teardownCalls(binding: Binding): Statement[] {
  const ours = ourStacks(binding)
  return [
    allow('ReplicaStacksDelete', ['cloudformation:DeleteStack', 'cloudformation:UpdateTerminationProtection'], ours, ourTag),
    allow('ReplicaStacksWatch', watchCalls, ours),
    ...clearStaging(binding),
    // Cloud Control deletes by itself what no stack holds any more, with the permissions for the resource itself.
    allow('ListsThatCannotBeBound', ['cloudformation:DescribeStacks', 'tag:GetResources', ...singleCalls], '*'),
  ]
}

/** Emptying the replica's buckets before CloudFormation deletes them. */
export function emptyBuckets(names: readonly string[], binding: Binding): Statement[] {
  const calls = ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetBucketTagging', 's3:ListBucketVersions']
  return [allow('EmptyBucketsByNameNotByTag', calls, bucketArns(names, binding))]
}

/** Looking whether the mail would arrive, and sending it; from the address of replica.yml, where it names one. */
export function notifyCalls({ partition, region, account, from }: Binding): Statement[] {
  const identities = `arn:${partition}:ses:${region}:${account}:identity/*`
  const sets = `arn:${partition}:ses:${region}:${account}:configuration-set/*`
  const look = allow('LooksWhetherMailWouldArrive', lookCalls, '*')
  if (from === undefined) return [allow('MailFromAnyAddress', ['ses:SendRawEmail'], [identities, sets]), look]
  const only = { StringEquals: { 'ses:FromAddress': addressOf(from) } }
  return [allow('MailFromOneAddress', ['ses:SendRawEmail'], [identities, sets], only), look]
}

/** SES binds none of these to an identity. */
const lookCalls = ['GetAccountSendingEnabled', 'GetIdentityVerificationAttributes', 'GetSendQuota'].map((name) => `ses:${name}`)

const singleCalls = ['DeleteResource', 'GetResource', 'GetResourceRequestStatus', 'UpdateResource'].map((name) => `cloudformation:${name}`)

const watchCalls = ['DescribeEvents', 'DescribeStackEvents', 'DescribeStacks', 'GetTemplate', 'ListStackResources'].map(
  (name) => `cloudformation:${name}`,
)

const listCalls = [
  'cloudformation:DescribeStacks',
  'cloudformation:ListExports',
  'rds:DescribeDBClusterSnapshots',
  'rds:DescribeDBClusters',
  'rds:DescribeDBInstances',
  'rds:DescribeDBSnapshots',
  'redshift:DescribeClusterSnapshots',
  'redshift:DescribeClusters',
]

function readProduction(binding: Binding): Statement[] {
  if (binding.readRole !== undefined) return []
  const arns = binding.production.map((name) => stackArn(name, binding))
  const calls = ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate', 'cloudformation:ListStackResources']
  return arns.length === 0 ? [] : [allow('ProductionRead', calls, arns)]
}

/** Production that another role reads is read by that one alone. */
function takeReadRole({ readRole }: Binding): Statement[] {
  return readRole === undefined ? [] : [allow('ProductionReadByRole', ['sts:AssumeRole', 'sts:TagSession'], readRole)]
}

/** CloudFormation fetches a staged template as whoever called it; work for hosts is sent, and taken away, by the same. */
function useStaging(binding: Binding): Statement[] {
  const { partition, stagingBucket } = binding
  if (stagingBucket === undefined) return []
  return [
    allow('StagingUse', ['s3:GetObject', 's3:PutObject'], `arn:${partition}:s3:::${stagingBucket}/prod-replica/*`),
    ...clearStaging(binding),
  ]
}

/** What is staged for a replica goes with it. */
function clearStaging({ partition, stagingBucket }: Binding): Statement[] {
  if (stagingBucket === undefined) return []
  const bucket = `arn:${partition}:s3:::${stagingBucket}`
  return [
    allow('StagingClear', ['s3:DeleteObject', 's3:DeleteObjectVersion'], `${bucket}/prod-replica/*`),
    allow('StagingList', ['s3:ListBucketVersions'], bucket, { StringLike: { 's3:prefix': 'prod-replica/*' } }),
  ]
}

/** The passwords of the replica's stores. */
function readSecrets({ partition, region, account }: Binding): Statement[] {
  const secrets = `arn:${partition}:secretsmanager:${region}:${account}:secret:*`
  return [allow('ReplicaSecretsRead', ['secretsmanager:GetSecretValue'], secrets, ourTag)]
}

/** Commands on the replica's hosts alone; who asks for one's outcome or its end must know its id, which nobody guesses. */
function commandHosts({ partition, region, account }: Binding): Statement[] {
  const script = `arn:${partition}:ssm:${region}:*:document/AWS-RunShellScript`
  const hosts = `arn:${partition}:ec2:${region}:${account}:instance/*`
  return [
    // The document is AWS's, without any tag: it is named here for those who check policies, and allowed by the next.
    allow('HostsCommand', ['ssm:SendCommand'], [hosts, script], { StringLike: { [`ssm:resourceTag/${idTag}`]: '*' } }),
    allow('HostsCommandByShell', ['ssm:SendCommand'], script),
    allow('HostsWatch', ['ssm:CancelCommand', 'ssm:DescribeInstanceInformation', 'ssm:GetCommandInvocation'], '*'),
  ]
}

/** `CI <ci@example.com>` → `ci@example.com`. */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from
}

function allow(Sid: string, Action: string[], Resource: string | string[], Condition?: Statement['Condition']): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) }
}
