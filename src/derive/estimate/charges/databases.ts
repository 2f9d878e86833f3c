import type { InstanceKind } from '../../facts/prices.ts'
import { isMonthlyKind } from '../../facts/prices.ts'
import { type Charge, chargeHourly, chargeInstances, chargeMonthly, type Priced, type Pricers, recordOf } from '../charge.ts'

const grows: Charge = { unpriced: 'its storage and requests, which grow with the data' }

/** Databases, caches and search domains. */
export const databasePricers: Pricers = {
  'AWS::RDS::DBInstance': (subject) => (isMember(subject) ? [auroraInstance(subject)] : rdsInstance(subject)),
  'AWS::RDS::DBCluster': ({ properties }) =>
    properties.DBClusterInstanceClass === undefined ? [grows] : [{ unpriced: 'the price file has no clusters of three zones' }],
  'AWS::RDS::DBProxy': () => [chargeHourly('2 vCPUs (the least)', 'rds-proxy-vcpu', 'ten minutes', 2)],
  'AWS::DocDB::DBCluster': () => [grows],
  'AWS::DocDB::DBInstance': ({ properties, text }) => [chargeInstances('documentdb', text(properties.DBInstanceClass), 'ten minutes')],
  'AWS::Redshift::Cluster': ({ properties, text, number }) => {
    const nodes = text(properties.ClusterType) === 'single-node' ? 1 : (number(properties.NumberOfNodes) ?? 1)
    const type = text(properties.NodeType)
    const storage: Charge[] = type?.startsWith('ra3') ? [{ unpriced: 'its managed storage, which grows with the data' }] : []
    return [chargeInstances('redshift', type, 'minute', nodes), ...storage]
  },
  'AWS::RedshiftServerless::Workgroup': ({ properties, number }) => {
    const units = number(properties.BaseCapacity) ?? 128
    return [chargeHourly(`${units} RPUs while queries run`, 'redshift-rpu', 'minute', units)]
  },
  'AWS::ElastiCache::CacheCluster': ({ properties, text, number }) => [
    chargeInstances('elasticache', text(properties.CacheNodeType), 'hour', number(properties.NumCacheNodes) ?? 1),
  ],
  'AWS::ElastiCache::ReplicationGroup': ({ properties, text, number }) => {
    const perShard = 1 + (number(properties.ReplicasPerNodeGroup) ?? 0)
    const nodes = number(properties.NumCacheClusters) ?? (number(properties.NumNodeGroups) ?? 1) * perShard
    return [chargeInstances('elasticache', text(properties.CacheNodeType), 'hour', nodes)]
  },
  'AWS::OpenSearchService::Domain': (subject) => searchDomain(subject, subject.properties.ClusterConfig),
  'AWS::Elasticsearch::Domain': (subject) => searchDomain(subject, subject.properties.ElasticsearchClusterConfig),
  'AWS::DynamoDB::Table': ({ properties, text, number }) => {
    if (text(properties.BillingMode) === 'PAY_PER_REQUEST') return [{ unpriced: 'its storage and requests' }]
    const { ReadCapacityUnits, WriteCapacityUnits } = recordOf(properties.ProvisionedThroughput)
    const reads = number(ReadCapacityUnits)
    const writes = number(WriteCapacityUnits)
    if (reads === undefined || writes === undefined) return [{ unpriced: 'its capacity is not known before' }]
    return [
      chargeHourly(`${reads} read units`, 'dynamodb-read', 'hour', reads),
      chargeHourly(`${writes} write units`, 'dynamodb-write', 'hour', writes),
    ]
  },
}

function isMember({ properties, text }: Priced): boolean {
  return properties.DBClusterIdentifier !== undefined || text(properties.Engine)?.toLowerCase().startsWith('aurora') === true
}

function auroraInstance({ properties, text, number, sibling }: Priced): Charge {
  const instanceClass = text(properties.DBInstanceClass)
  if (instanceClass !== 'db.serverless') return chargeInstances('aurora', instanceClass, 'ten minutes')
  const { ServerlessV2ScalingConfiguration } = sibling(properties.DBClusterIdentifier)?.Properties ?? {}
  const units = number(recordOf(ServerlessV2ScalingConfiguration).MinCapacity) ?? 0.5
  return chargeHourly(`${units} ACUs (its least)`, 'aurora-acu', 'ten minutes', units)
}

const engines: readonly { name: RegExp; kind: InstanceKind }[] = [
  { name: /^postgres$/, kind: 'rds-postgres' },
  { name: /^(mysql|mariadb)$/, kind: 'rds-mysql' },
]

function rdsInstance({ properties, text, number }: Priced): Charge[] {
  const engine = text(properties.Engine)?.toLowerCase() ?? ''
  const kind = engines.find(({ name }) => name.test(engine))?.kind
  const zones = text(properties.MultiAZ) === 'true' ? 2 : 1
  const instanceClass = text(properties.DBInstanceClass)
  const instance: Charge =
    kind === undefined
      ? { unpriced: engine === '' ? 'its engine is not known before' : `the price file has no ${engine}` }
      : chargeInstances(kind, instanceClass, 'ten minutes', zones)
  return [instance, rdsStorage(text(properties.StorageType), number(properties.AllocatedStorage), zones)]
}

function rdsStorage(type = 'gp2', gibibytes: number | undefined, zones: number): Charge {
  const kind = `rds-${type}`
  if (gibibytes === undefined) return { unpriced: 'its storage, which is as large as its snapshot' }
  if (!isMonthlyKind(kind)) return { unpriced: `the price file has no ${type} storage` }
  return chargeMonthly(`${gibibytes} GB ${type}`, kind, gibibytes * zones)
}

function searchDomain({ properties, text, number }: Priced, config: Priced['properties'][string] | undefined): Charge[] {
  const { InstanceType, InstanceCount, DedicatedMasterEnabled, DedicatedMasterType, DedicatedMasterCount } = recordOf(config)
  const nodes = number(InstanceCount) ?? 1
  const hasMasters = text(DedicatedMasterEnabled) === 'true'
  const masters = chargeInstances('opensearch', text(DedicatedMasterType), 'hour', number(DedicatedMasterCount) ?? 3)
  const { EBSEnabled, VolumeSize, VolumeType } = recordOf(properties.EBSOptions)
  const gibibytes = (text(EBSEnabled) === 'true' ? (number(VolumeSize) ?? 10) : 0) * nodes
  const kind = text(VolumeType) === 'gp2' ? 'opensearch-gp2' : 'opensearch-gp3'
  return [
    chargeInstances('opensearch', text(InstanceType), 'hour', nodes),
    ...(hasMasters ? [masters] : []),
    ...(gibibytes > 0 ? [chargeMonthly(`${gibibytes} GB of volumes`, kind, gibibytes)] : []),
  ]
}
