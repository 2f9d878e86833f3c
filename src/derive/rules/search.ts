import type { JsonValue } from '../../production/json.ts'
import { changed, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'
import { newPassword } from '../passwords/secret.ts'

const domains = ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain']
const volume: JsonValue = { EBSEnabled: true, VolumeType: 'gp2', VolumeSize: 10 }
const publicName = ['CustomEndpoint', 'CustomEndpointEnabled', 'CustomEndpointCertificateArn'].map(
  (name) => `DomainEndpointOptions.${name}`,
)
const quiet = [
  'LogPublishingOptions',
  'SnapshotOptions',
  'AutoTuneOptions',
  'OffPeakWindowOptions',
  'SkipShardMigrationWait',
  ...publicName,
]

/** OpenSearch and Elasticsearch: one small node in one subnet. */
export const searchRules: readonly Rule[] = [
  changed('search-alone', 'disabled', 'it has no public name, logs and snapshots', {
    'OpenSearchService::Domain': { unset: quiet },
    'Elasticsearch::Domain': { unset: quiet },
  }),
  { name: 'search-smallest', types: domains, decide: oneNode },
  {
    name: 'search-password',
    types: domains,
    decide: ({ logicalId, Properties }) => {
      const path = 'AdvancedSecurityOptions.MasterUserOptions.MasterUserPassword'
      if (!JSON.stringify(Properties.AdvancedSecurityOptions ?? '').includes('"MasterUserPassword"')) return undefined
      const password = newPassword(logicalId)
      return { kind: 'stubbed', reason: 'a password of its own', replace: { [path]: password.value }, add: password.add }
    },
  },
  changed('collection-unguarded', 'shrunk', 'no protection and no copies on standby', {
    'OpenSearchServerless::Collection': { replace: { DeletionProtection: 'DISABLED' }, set: { StandbyReplicas: 'DISABLED' } },
  }),
]

function oneNode({ Type, Properties }: Subject, context: RuleContext): Outcome | undefined {
  if (context.size === 'same') return undefined
  const isOld = Type === 'AWS::Elasticsearch::Domain'
  const config = isOld ? 'ElasticsearchClusterConfig' : 'ClusterConfig'
  const InstanceType =
    context.size === 'smallest' ? smallestFor(isOld, context.foldText(Properties.ElasticsearchVersion)) : context.size.chosen
  const subnets = (value: JsonValue | undefined) => (value === undefined ? undefined : firstOf(value))
  return {
    kind: 'shrunk',
    reason: `one ${InstanceType} node`,
    set: { [config]: { InstanceType, InstanceCount: 1, DedicatedMasterEnabled: false }, EBSOptions: volume },
    edit: { 'VPCOptions.SubnetIds': subnets },
  }
}

/** Elasticsearch before 5.6 knows no t3. */
function smallestFor(isOld: boolean, version = '1.5'): string {
  if (!isOld) return 't3.small.search'
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 5 || (major === 5 && minor >= 6) ? 't3.small.elasticsearch' : 't2.small.elasticsearch'
}

/** One node lives in one subnet. */
function firstOf(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.slice(0, 1)
  return [{ 'Fn::Select': [0, value] }]
}
