import type { TemplateResource } from '../../production/types.ts'
import { resourceSeconds } from '../facts/seconds.ts'

/** How many seconds making a resource usually takes on AWS: an Aurora cluster with production's data is slower than an empty one. */
export function creationSeconds(resource: TemplateResource): number {
  const restore = restores.find(({ types, property }) => types.includes(resource.Type) && isGiven(resource, property))
  return Math.max(restore?.seconds ?? 0, resourceSeconds(resource.Type))
}

/** How many seconds deleting a resource usually takes on AWS: nobody publishes them, and half of its creation is a fair guess. */
export function deletionSeconds(resource: TemplateResource): number {
  if (resource.Type === 'AWS::Lambda::Function' && isGiven(resource, 'VpcConfig')) return networkInterfaceSeconds
  return deletions.get(resource.Type) ?? Math.ceil(resourceSeconds(resource.Type) / 2)
}

/**
 * From reports of users and AWS's blog on cloning: the volume of a restored cluster is loaded before it is available (15 to
 * 40 minutes, seldom hours); a clone shares its pages with production's and takes 5.5 minutes at any size. RDS instances and
 * Redshift load a snapshot's blocks when they are asked for, so a restored one is up as soon as a new one.
 */
const restores: readonly { types: readonly string[]; property: string; seconds: number }[] = [
  { types: ['AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'], property: 'SnapshotIdentifier', seconds: 1200 },
  { types: ['AWS::RDS::DBCluster'], property: 'SourceDBClusterIdentifier', seconds: 330 },
]

/** Lambda keeps a function's network interfaces for 20 to 45 minutes, and with them its subnets and security groups. */
const networkInterfaceSeconds = 1500

/** Known to be no half of the creation: queues keep their name for a minute; domains and distributions are slow both ways. */
const deletions: ReadonlyMap<string, number> = new Map([
  ['AWS::SQS::Queue', 60],
  ['AWS::CloudFront::Distribution', 300],
  ['AWS::OpenSearchService::Domain', 1200],
  ['AWS::Elasticsearch::Domain', 1200],
])

function isGiven(resource: TemplateResource, property: string): boolean {
  return Object.hasOwn(resource.Properties ?? {}, property)
}
