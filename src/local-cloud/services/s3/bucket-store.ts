import { mkdir, rm } from 'node:fs/promises'
import { ServiceError } from '../../protocol/service-error.ts'
import type { World } from '../../types.ts'
import type { BucketRecord } from './bucket-records.ts'
import { bucketFolder, bucketsOf, demandBucket } from './bucket-records.ts'
import { listVersions } from './object-store.ts'

/** Makes a bucket, which is a directory. Throws ServiceError `InvalidBucketName`, `BucketAlreadyOwnedByYou`. */
export async function createBucket(world: World, name: string, options: Partial<BucketRecord> = {}): Promise<BucketRecord> {
  if (!isBucketName(name)) throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.')
  if (bucketsOf(world).get(name) !== undefined) {
    const text = 'Your previous request to create the named bucket succeeded and you already own it.'
    throw new ServiceError('BucketAlreadyOwnedByYou', text, 409)
  }
  const record = { region: world.region, createdAt: world.clock.now().toISOString(), versioning: undefined, tags: {}, ...options, name }
  await mkdir(bucketFolder(world, name), { recursive: true })
  await bucketsOf(world).put(name, record)
  return record
}

/** Throws ServiceError `NoSuchBucket`, and `BucketNotEmpty` where an object, a version or a delete marker is left. */
export async function deleteBucket(world: World, name: string): Promise<void> {
  demandBucket(world, name)
  if (listVersions(world, name).length > 0) {
    throw new ServiceError(
      'BucketNotEmpty',
      'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
      409,
    )
  }
  await bucketsOf(world).remove(name)
  await rm(bucketFolder(world, name), { recursive: true, force: true })
}

function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..')
}
