import type { JsonValue } from '../../production/json.ts'
import { atMost } from '../decide/edit.ts'
import { changed, type Outcome, type Rule, type RuleContext, type Subject, shrunk } from '../decide/rule.ts'
import { empty, isRestored, restored, snapshotOf } from './database-data.ts'

const otherSources = [
  ...['GlobalClusterIdentifier', 'ReplicationSourceIdentifier', 'SourceDBClusterIdentifier', 'SourceDbClusterResourceId', 'SourceRegion'],
  ...['RestoreType', 'RestoreToTime', 'UseLatestRestorableTime', 'EnableGlobalWriteForwarding', 'EnableLocalWriteForwarding'],
]
/** Properties that a restore takes from its source and must not be given. */
const forbidden = ['DatabaseName', 'KmsKeyId', 'StorageEncrypted', 'DBSystemId', ...otherSources]
const extras = [
  ...['MonitoringInterval', 'MonitoringRoleArn', 'PerformanceInsightsEnabled', 'PerformanceInsightsKmsKeyId', 'DatabaseInsightsMode'],
  ...['PerformanceInsightsRetentionPeriod', 'EnableCloudwatchLogsExports', 'PreferredBackupWindow', 'BacktrackWindow', 'Domain'],
  ...['DomainIAMRoleName'],
]
const clusterTypes = ['AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster']
const memberTypes = ['AWS::RDS::DBInstance', 'AWS::DocDB::DBInstance', 'AWS::Neptune::DBInstance']

/** Aurora, DocumentDB and Neptune: clusters with their data, and one instance each. */
export const clusterRules: readonly Rule[] = [
  { name: 'one-member', types: memberTypes, decide: leaveMemberOut },
  { name: 'aurora-restored', types: ['AWS::RDS::DBCluster'], decide: withData },
  { name: 'cluster-starts-empty', types: ['AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'], decide: startEmpty },
  {
    name: 'cluster-unguarded',
    types: clusterTypes,
    decide: ({ Properties, Type }) => ({
      kind: 'shrunk',
      reason: 'no protection, monitoring or backups beyond the one day that it insists on',
      set: {
        DeletionProtection: false,
        BackupRetentionPeriod: 1,
        ...(Type === 'AWS::RDS::DBCluster' ? { DeleteAutomatedBackups: true } : {}),
      },
      replace: Properties.PubliclyAccessible === undefined ? {} : { PubliclyAccessible: false },
      unset: extras,
    }),
  },
  shrunk('cluster-smallest', 'the least capacity', {
    'RDS::DBCluster': {
      edit: { 'ServerlessV2ScalingConfiguration.MinCapacity': atMost(0.5), 'ScalingConfiguration.MinCapacity': atMost(2) },
    },
    'DocDB::DBCluster': { edit: { 'ServerlessV2ScalingConfiguration.MinCapacity': atMost(0.5) }, unset: ['StorageType'] },
    'Neptune::DBCluster': { edit: { 'ServerlessScalingConfiguration.MinCapacity': atMost(1) } },
  }),
  { name: 'member-smallest', types: ['AWS::DocDB::DBInstance', 'AWS::Neptune::DBInstance'], decide: smallest },
  changed('member-unguarded', 'shrunk', 'no snapshot of production’s, no monitoring and no public address', {
    'Neptune::DBInstance': { unset: ['DBSnapshotIdentifier'], replace: { PubliclyAccessible: false } },
    'DocDB::DBInstance': { unset: ['EnablePerformanceInsights'] },
  }),
]

/** The first instance of a cluster that production has stands in for the others. */
function leaveMemberOut({ logicalId, Properties }: Subject, context: RuleContext): Outcome | undefined {
  if (Properties.DBClusterIdentifier === undefined) return undefined
  const all = context.facts.sharing(logicalId, 'DBClusterIdentifier')
  const members = all.filter((id) => exists(context.facts.resource(id)?.Condition, context))
  const [first] = members
  if (first === undefined || first === logicalId || !members.includes(logicalId)) return undefined
  return { kind: 'dropped', reason: `one instance of what was many: ${first} stands in for it`, standIns: { [logicalId]: first } }
}

function exists(condition: string | undefined, { fold }: RuleContext): boolean {
  return condition === undefined || fold({ Condition: condition }) === true
}

function withData(subject: Subject, context: RuleContext): Outcome {
  if (!isRestored(context)) return startEmpty(subject, context)
  const clone = cloneOf(subject, context)
  if (clone !== undefined) {
    const set = { SourceDBClusterIdentifier: clone, RestoreType: 'copy-on-write', UseLatestRestorableTime: true, ...userOf(context) }
    const unset = [...forbidden.filter((name) => !Object.hasOwn(set, name)), 'SnapshotIdentifier']
    return restored(subject, { set, unset, reason: `a copy-on-write clone of ${clone}, which stays as it is` })
  }
  const id = snapshotOf(context)
  return restored(subject, { set: { SnapshotIdentifier: id, ...userOf(context) }, unset: forbidden, reason: `restored from ${id}` })
}

/** The source's own: a restore takes no other and passes over it, but the schema lets no password stand without a user. */
function userOf({ store }: RuleContext): Record<string, JsonValue> {
  return store?.snapshot === undefined ? {} : { MasterUsername: store.snapshot.masterUser }
}

/** The production cluster that a store is cloned from: Aurora, as it is now, and known by its id; undefined otherwise. */
export function cloneOf({ Properties }: Pick<Subject, 'Properties'>, context: Pick<RuleContext, 'foldText' | 'physicalId' | 'store'>) {
  const isAurora = (context.foldText(Properties.Engine) ?? '').startsWith('aurora')
  return isAurora && context.store?.data === 'latest-snapshot' ? context.physicalId : undefined
}

function startEmpty(subject: Subject, context: RuleContext): Outcome {
  const unset = [...otherSources, 'SnapshotIdentifier', 'KmsKeyId']
  const isNeptune = subject.Type === 'AWS::Neptune::DBCluster'
  if (subject.Type === 'AWS::RDS::DBCluster' && subject.Properties.Engine === undefined) {
    return { kind: 'dropped', reason: 'it is a copy of another database, which a replica does not read' }
  }
  return isNeptune ? { kind: 'stubbed', reason: 'it starts empty', unset } : empty(subject, context, unset)
}

function smallest({ Type, Properties }: Subject, { size, foldText }: RuleContext): Outcome | undefined {
  if (size === 'same' || foldText(Properties.DBInstanceClass) === 'db.serverless') return undefined
  const least = Type === 'AWS::Neptune::DBInstance' ? 'db.t3.medium' : 'db.t4g.medium'
  const set: Record<string, JsonValue> = { DBInstanceClass: size === 'smallest' ? least : size.chosen }
  return { kind: 'shrunk', reason: `the instance class is ${String(set.DBInstanceClass)}`, set }
}
