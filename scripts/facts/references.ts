import type { Candidate } from './classify.ts'
import curated from './curated-names.json' with { type: 'json' }
import type { Schema } from './schemas.ts'

/** The top-level properties that name the resource's parent or target, sorted. What it merely uses is not among them. */
export function referencesOf(schema: Schema, candidates: readonly Candidate[]): string[] {
  const own = candidates
    .filter(({ kind, property, tier }) => kind === 'ref' && isTarget(property, tier === 'primary'))
    .map(({ property }) => property)
  const added = (curated.references as Readonly<Record<string, string[]>>)[schema.typeName] ?? []
  return [...new Set([...own, ...added.filter((property) => Object.hasOwn(schema.properties, property))])].sort()
}

/** Keys, roles, images, networks and data that a resource is made with are not changed by it. */
const used =
  /(Kms|KMS|Encryption).*(Key|Id|Arn|ARN)$|(Role|Image|Certificate|Snapshot|SnapshotIdentifier|Subnet|Subnets|SubnetIds?|VpcId|Key|KeyName|AccountId|CatalogId|Secret|Bundle)(Arn|ARN|Id|Identifier|Name)?$|^Source(?!Id$)|Principal|Backup|Region|Zone|VPCId|Version|Version(Arn|Id|Name)$/

function isTarget(property: string, identifies: boolean): boolean {
  return curated.notNames.includes(property) ? identifies : !used.test(property)
}
