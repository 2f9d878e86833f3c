import { ServiceError } from '../../protocol/service-error.ts'
import type { ServiceResponse, World } from '../../types.ts'
import { formatS3Answer, textOfElement, textsOfElement } from './answer.ts'
import { bucketsOf, demandBucket } from './bucket-records.ts'
import { createBucket, deleteBucket } from './bucket-store.ts'
import { deleteObject } from './object-store.ts'
import type { S3Request } from './request.ts'

type BucketAction = (request: S3Request, world: World) => Promise<ServiceResponse> | ServiceResponse

/** The actions on a bucket that change or describe it, by method and subresource; lists are in listing.ts. */
export const bucketActions: Readonly<Record<string, BucketAction>> = {
  async PUT({ bucket }, world) {
    await createBucket(world, bucket)
    return { status: 200, headers: { location: `/${bucket}` } }
  },

  HEAD({ bucket }, world) {
    return { status: 200, headers: { 'x-amz-bucket-region': demandBucket(world, bucket).region } }
  },

  async DELETE({ bucket }, world) {
    await deleteBucket(world, bucket)
    return { status: 204 }
  },

  'GET location'({ bucket }, world) {
    const { region } = demandBucket(world, bucket)
    const body = region === 'us-east-1' ? '' : region
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${body}</LocationConstraint>`,
    }
  },

  'GET versioning'({ bucket }, world) {
    return formatS3Answer('VersioningConfiguration', { Status: demandBucket(world, bucket).versioning })
  },

  async 'PUT versioning'({ bucket, body }, world) {
    const status = textOfElement(body.toString('utf8'), 'Status')
    if (status !== 'Enabled' && status !== 'Suspended') throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed.')
    await bucketsOf(world).put(bucket, { ...demandBucket(world, bucket), versioning: status })
    return { status: 200 }
  },

  'GET tagging'({ bucket }, world) {
    const tags = Object.entries(demandBucket(world, bucket).tags)
    if (tags.length === 0) throw new ServiceError('NoSuchTagSet', 'The TagSet does not exist', 404)
    return formatS3Answer('Tagging', { TagSet: { Tag: tags.map(([Key, Value]) => ({ Key, Value })) } })
  },

  async 'PUT tagging'({ bucket, body }, world) {
    const list = textsOfElement(body.toString('utf8'), 'Tag')
    const tags = Object.fromEntries(list.map((tag) => [textOfElement(tag, 'Key') ?? '', textOfElement(tag, 'Value') ?? '']))
    await bucketsOf(world).put(bucket, { ...demandBucket(world, bucket), tags })
    return { status: 204 }
  },

  async 'DELETE tagging'({ bucket }, world) {
    await bucketsOf(world).put(bucket, { ...demandBucket(world, bucket), tags: {} })
    return { status: 204 }
  },

  async 'POST delete'({ bucket, body }, world) {
    demandBucket(world, bucket)
    const xml = body.toString('utf8')
    const deleted = []
    const objects = textsOfElement(xml, 'Object')
    if (objects.length > 1000) throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed.')
    for (const object of objects) {
      const Key = textOfElement(object, 'Key') ?? ''
      const gone = await deleteObject(world, bucket, Key, textOfElement(object, 'VersionId'))
      deleted.push(gone.isMarker ? { Key, DeleteMarker: true, DeleteMarkerVersionId: gone.versionId } : { Key, VersionId: gone.versionId })
    }
    return formatS3Answer('DeleteResult', { Deleted: textOfElement(xml, 'Quiet') === 'true' ? [] : deleted })
  },
}

/** ListBuckets. */
export function listBuckets(world: World): ServiceResponse {
  const all = bucketsOf(world)
    .values()
    .sort((a, b) => a.name.localeCompare(b.name))
  const Bucket = all.map(({ name, createdAt }) => ({ Name: name, CreationDate: createdAt }))
  return formatS3Answer('ListAllMyBucketsResult', { Owner: { ID: world.account }, Buckets: { Bucket } })
}
