import type { Candidate } from './classify.ts'
import curated from './curated-names.json' with { type: 'json' }
import type { Schema } from './schemas.ts'

/** The top-level properties that name the resource's parent or target, sorted. What it merely uses is not among them. */
export function referencesOf(schema: Schema, candidates: readonly Candidate[]): string[] {
  const own = candidates.filter(isTarget).map(({ property }) => property)
  const added = (curated.references as Readonly<Record<string, string[]>>)[schema.typeName] ?? []
  return [...new Set([...own, ...added.filter((property) => Object.hasOwn(schema.properties, property))])].sort()
}

/** Keys, roles, images, networks and data that a resource is made with are not changed by it. */
const used =
  /(Kms|KMS|Encryption).*(Key|Id|Arn|ARN)$|(Role|Image|Certificate|Snapshot|SnapshotIdentifier|Subnet|Subnets|SubnetIds?|VpcId|Key|KeyName|AccountId|CatalogId|Secret|Bundle)(Arn|ARN|Id|Identifier|Name)?$|^Source(?!Id$)|Principal|Backup|Region|Zone|VPCId|Version|Version(Arn|Id|Name)$|Cidr$/

/** What may be left out is a setting, if it is no part of the identifier. */
function isTarget({ kind, property, tier, required }: Candidate): boolean {
  if (kind !== 'ref' || (tier === 'createOnly' && !required)) return false
  return curated.notNames.includes(property) ? tier === 'primary' : !used.test(property)
}
