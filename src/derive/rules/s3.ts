import type { JsonValue } from '../../production/json.ts'
import { isMap, keepEntries } from '../decide/edit.ts'
import { change, changed, leftOut, type Rule, type RuleContext } from '../decide/rule.ts'

const closed = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }
const openAcls = new Set(['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'])
const notifications = {
  LambdaConfigurations: 'Function',
  QueueConfigurations: 'Queue',
  TopicConfigurations: 'Topic',
}

/** Buckets of the replica's own: they copy nothing, tell nobody outside and are open to nobody. */
export const s3Rules: readonly Rule[] = [
  leftOut('bucket-feature-left-out', 'it spans regions or the whole account, and is slow to come and go', [
    ...['S3::StorageLens*', 'S3::MultiRegionAccessPoint*', 'S3::AccessGrant*', 'S3Outposts::*'],
  ]),
  changed('bucket-alone', 'disabled', 'it copies, logs and locks nothing', {
    'S3::Bucket': {
      unset: [
        ...['ReplicationConfiguration', 'ObjectLockConfiguration', 'ObjectLockEnabled', 'InventoryConfigurations', 'LoggingConfiguration'],
        ...['AnalyticsConfigurations', 'MetadataTableConfiguration', 'MetadataConfiguration'],
      ],
    },
    'S3Tables::TableBucket': { unset: ['ReplicationConfiguration'] },
  }),
  {
    name: 'bucket-closed',
    types: ['AWS::S3::Bucket'],
    decide: ({ Properties }, { foldText }) => {
      const isOpen = openAcls.has(foldText(Properties.AccessControl) ?? '')
      const set = isOpen || Properties.PublicAccessBlockConfiguration !== undefined ? { PublicAccessBlockConfiguration: closed } : {}
      return change('disabled', 'it is open to nobody', set, isOpen ? ['AccessControl'] : [])
    },
  },
  {
    name: 'bucket-empties-itself',
    types: ['AWS::S3::Bucket'],
    decide: (_, { longestLifeDays }) =>
      change('stubbed', 'production’s objects are not copied into it, and what it holds ends by itself', {
        LifecycleConfiguration: { Rules: emptyingRules(longestLifeDays) },
      }),
  },
  changed('access-point-closed', 'disabled', 'it is open to nobody', {
    'S3::AccessPoint': { replace: { PublicAccessBlockConfiguration: closed } },
  }),
  {
    name: 'bucket-notifies-within',
    types: ['AWS::S3::Bucket'],
    decide: ({ Properties }, context) => ({
      kind: 'disabled',
      reason: 'it tells only functions, queues and topics of the replica',
      edit: { NotificationConfiguration: () => within(Properties.NotificationConfiguration, context) },
    }),
  },
]

/**
 * A bucket that holds anything keeps its stack from being deleted, and a schedule cannot empty it. S3 counts days from each
 * object's creation, so that none ends before the replica; production's own rules would not come to anything in that time.
 */
function emptyingRules(longestLifeDays: number): JsonValue {
  return [
    {
      Id: 'end-with-the-replica',
      Status: 'Enabled',
      ExpirationInDays: Math.max(1, longestLifeDays),
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
    { Id: 'no-markers-alone', Status: 'Enabled', ExpiredObjectDeleteMarker: true },
  ]
}

/** Events on the account's bus would reach production's rules, so EventBridge is not told. */
function within(configuration: JsonValue | undefined, { isInReplica }: RuleContext): JsonValue | undefined {
  if (!isMap(configuration)) return undefined
  const kept = Object.entries(notifications).flatMap(([name, target]) => {
    const entries = keepEntries(configuration[name], (entry) => isMap(entry) && isInReplica(entry[target]))
    return entries === undefined ? [] : [[name, entries] as const]
  })
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}
