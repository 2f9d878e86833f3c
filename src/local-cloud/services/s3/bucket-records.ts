import { join } from 'node:path'
import type { JsonValue } from '../../../production/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { Table, World } from '../../types.ts'

/** Table `s3-buckets`, by name. */
export interface BucketRecord {
  name: string
  region: string
  createdAt: string
  versioning: 'Enabled' | 'Suspended' | undefined
  tags: Record<string, string>
  /** Rules of its lifecycle, as CloudFormation words them. */
  lifecycle?: JsonValue
}

export function bucketsOf(world: World): Table<BucketRecord> {
  return world.state.table<BucketRecord>('s3-buckets')
}

/** Throws ServiceError `NoSuchBucket`. */
export function demandBucket(world: World, name: string): BucketRecord {
  const record = bucketsOf(world).get(name)
  if (record === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404)
  return record
}

/** Where a bucket's bytes are. A valid bucket name is a safe file name. */
export function bucketFolder(world: World, name: string): string {
  return join(world.folder, 'buckets', name)
}
