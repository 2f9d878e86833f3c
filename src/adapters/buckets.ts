import type { ObjectIdentifier, S3Client } from '@aws-sdk/client-s3'
import { fail } from '../errors.ts'
import type { Buckets } from '../ports/cloud.ts'
import type { AwsCaller } from './aws-errors.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'
import { signAddress } from './sign-address.ts'

type S3 = typeof import('@aws-sdk/client-s3')
interface Connection {
  s3: S3
  client: S3Client
  aws: AwsCaller
}

const uploadTimeoutMs = 10 * 60_000

/** S3. Buckets are addressed by path, which every endpoint understands. */
export function createBuckets(config: ClientConfig): Buckets {
  const connect = once(async (): Promise<Connection> => {
    const s3 = await import('@aws-sdk/client-s3')
    // What is put may be as large as a checkout.
    const requestHandler = { ...config.requestHandler, requestTimeout: uploadTimeoutMs }
    return { s3, client: new s3.S3Client({ ...config, requestHandler, forcePathStyle: true }), aws: createCaller(config) }
  })
  return {
    async put(bucket, key, content) {
      const { s3, client, aws } = await connect()
      await aws.call('s3:PutObject', () => client.send(new s3.PutObjectCommand({ Bucket: bucket, Key: key, Body: content })))
    },
    url: (bucket, key) => addressOf(config, bucket, key),
    get: async (bucket, key) => readObject(bucket, key, await connect()),
    link: async (bucket, key, method, seconds) =>
      signAddress(addressOf(config, bucket, key), { method, seconds }, (await connect()).client),
    removeBelow: async (bucket, prefix) => emptyBucket(bucket, await connect(), prefix),
    empty: async (bucket) => emptyBucket(bucket, await connect()),
    tags: async (bucket) => readTags(bucket, await connect()),
  }
}

function addressOf(config: ClientConfig, bucket: string, key: string): string {
  return `${baseAddress(config)}/${bucket}/${key.split('/').map(encode).join('/')}`
}

/** As S3 itself encodes what it signs: five characters more than encodeURIComponent does. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function baseAddress({ endpoint, region }: ClientConfig): string {
  if (endpoint !== undefined) return endpoint.replace(/\/+$/, '')
  return `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

/** Always from the first page: what was listed is gone by the time of the next one. No such bucket is an empty one. */
async function emptyBucket(bucket: string, connection: Connection, prefix?: string): Promise<number> {
  let deleted = 0
  for (;;) {
    const objects = await listVersions(bucket, prefix, connection)
    if (objects.length === 0) return deleted
    await deleteObjects(bucket, objects, connection)
    deleted += objects.length
  }
}

/** Up to 1,000 versions and delete markers: as many as one DeleteObjects takes. */
async function listVersions(bucket: string, Prefix: string | undefined, { s3, client, aws }: Connection): Promise<ObjectIdentifier[]> {
  const request = new s3.ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000, ...(Prefix !== undefined && { Prefix }) })
  const page = await aws.find('s3:ListBucketVersions', () => client.send(request), isNoBucket)
  return [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
    Key === undefined ? [] : [VersionId === undefined ? { Key } : { Key, VersionId }],
  )
}

async function deleteObjects(bucket: string, objects: ObjectIdentifier[], { s3, client, aws }: Connection): Promise<void> {
  const action = 's3:DeleteObjectVersion'
  const request = new s3.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } })
  const answer = await aws.call(action, () => client.send(request))
  const [refused] = answer.Errors ?? []
  if (refused === undefined) return
  const reason = `${answer.Errors?.length} objects of ${bucket} stay, first: ${refused.Message ?? 'no reason given'}`
  throw fail('cloud.call_failed', { action, code: refused.Code ?? 'DeleteObjects', reason })
}

async function readObject(bucket: string, key: string, { s3, client, aws }: Connection): Promise<Uint8Array | undefined> {
  const request = new s3.GetObjectCommand({ Bucket: bucket, Key: key })
  const answer = await aws.find(
    's3:GetObject',
    () => client.send(request),
    (fault) => fault.code === 'NoSuchKey' || isNoBucket(fault),
  )
  return answer?.Body?.transformToByteArray()
}

async function readTags(bucket: string, { s3, client, aws }: Connection): Promise<Record<string, string> | undefined> {
  let isThere = true
  const request = new s3.GetBucketTaggingCommand({ Bucket: bucket })
  const answer = await aws.find(
    's3:GetBucketTagging',
    () => client.send(request),
    (fault) => {
      isThere = !isNoBucket(fault)
      return !isThere || fault.code === 'NoSuchTagSet'
    },
  )
  return isThere ? Object.fromEntries((answer?.TagSet ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])) : undefined
}

function isNoBucket({ code }: { code: string }): boolean {
  return code === 'NoSuchBucket'
}
