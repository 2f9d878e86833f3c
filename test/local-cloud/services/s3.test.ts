import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect } from 'chai'
import type { LocalServices } from '../../support/local-services.ts'
import { serveLocalServices } from '../../support/local-services.ts'
import { refusalOf } from '../../support/refusal.ts'

const Bucket = 'score-files'

describe('S3 of the local cloud', () => {
  let local: LocalServices
  let s3: S3Client

  beforeEach(async () => {
    local = await serveLocalServices()
    s3 = new S3Client({ ...local.config, forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket }))
  })

  afterEach(async () => {
    s3.destroy()
    await local.close()
  })

  const put = (Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket, Key, Body }))

  it('gives back the bytes and headers that were put, whole and in ranges', async () => {
    const Body = Buffer.from([0, 1, 2, 253, 254, 255, 13, 10])
    const Key = 'a/ü ñ+&<1>/../b?.bin'
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/x-scores', Metadata: { class: '4b' } }))
    const whole = await s3.send(new GetObjectCommand({ Bucket, Key }))
    expect(Buffer.from((await whole.Body?.transformToByteArray()) ?? [])).to.deep.equal(Body)
    expect(whole).to.deep.include({ ContentType: 'application/x-scores', Metadata: { class: '4b' }, ContentLength: 8 })
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }))
    expect(Contents?.map((object) => object.Key)).to.deep.equal([Key])
    const part = await s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=3-5' }))
    expect(Buffer.from((await part.Body?.transformToByteArray()) ?? [])).to.deep.equal(Body.subarray(3, 6))
    expect(part.ContentRange).to.equal('bytes 3-5/8')
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).to.equal(8)
    expect(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=9-' })))).to.include({ name: 'InvalidRange' })
  })

  it('takes a body that is streamed in chunks with a trailing checksum', async () => {
    const { Readable } = await import('node:stream')
    const Body = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')])
    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: 140_000, ChecksumAlgorithm: 'CRC32' }))
    const { Body: stored, ContentEncoding } = await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }))
    expect(await stored?.transformToString()).to.equal('a'.repeat(70_000) + 'b'.repeat(70_000))
    expect(ContentEncoding).to.equal(undefined)
  })

  it('lists in pages, with prefixes rolled up', async () => {
    for (const key of ['a/1', 'a/2', 'b', 'c/1', 'd&<']) await put(key)
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2 }))
    expect(first.CommonPrefixes).to.deep.equal([{ Prefix: 'a/' }])
    expect(first.Contents?.map(({ Key }) => Key)).to.deep.equal(['b'])
    const ContinuationToken = first.NextContinuationToken
    const second = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2, ContinuationToken }))
    expect([second.CommonPrefixes, second.Contents?.map(({ Key }) => Key)]).to.deep.equal([[{ Prefix: 'c/' }], ['d&<']])
    expect(second.IsTruncated).to.equal(false)
    const encoded = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'd', EncodingType: 'url' }))
    expect(encoded.Contents?.[0]?.Key).to.equal('d%26%3C')
  })

  it('keeps versions and delete markers where versioning is on, until each is deleted', async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    const { VersionId } = await put('k', 'one')
    await put('k', 'two')
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
    expect(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key: 'k' })))).to.include({ name: 'NoSuchKey' })
    const old = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId }))
    expect(await old.Body?.transformToString()).to.equal('one')
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }))
    expect([listed.Versions?.length, listed.DeleteMarkers?.length, listed.IsTruncated]).to.deep.equal([1, 1, true])
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = listed
    const rest = await s3.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }))
    expect(rest.Versions?.map((version) => version.VersionId)).to.deep.equal([VersionId])
    expect(await refusalOf(s3.send(new DeleteBucketCommand({ Bucket })))).to.include({ name: 'BucketNotEmpty' })
    const all = [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? []), ...(rest.Versions ?? [])]
    const Objects = all.map((version) => ({ Key: version.Key ?? '', VersionId: version.VersionId ?? '' }))
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    expect(Deleted?.length).to.equal(3)
    await s3.send(new DeleteBucketCommand({ Bucket }))
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).to.deep.equal([])
  })

  it("has tags, a location, and S3's own refusals", async () => {
    expect(await refusalOf(s3.send(new GetBucketTaggingCommand({ Bucket })))).to.include({ name: 'NoSuchTagSet' })
    const TagSet = [{ Key: 'prod-replica:id', Value: 'a & b' }]
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).to.deep.equal(TagSet)
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint ?? '').to.equal('')
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).to.equal('us-east-1')
    expect(await refusalOf(s3.send(new HeadBucketCommand({ Bucket: 'other' })))).to.include({ name: 'NotFound' })
    expect(await refusalOf(s3.send(new ListObjectsV2Command({ Bucket: 'other' })))).to.include({ name: 'NoSuchBucket' })
    expect(await refusalOf(s3.send(new CreateBucketCommand({ Bucket })))).to.include({ name: 'BucketAlreadyOwnedByYou' })
  })

  it('copies, and puts together what was uploaded in parts', async () => {
    await put('from', 'content')
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }))
    expect(await (await s3.send(new GetObjectCommand({ Bucket, Key: 'to' }))).Body?.transformToString()).to.equal('content')
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }))
    const upload = (PartNumber: number, Body: string) => s3.send(new UploadPartCommand({ Bucket, Key: 'big', UploadId, PartNumber, Body }))
    const [two, one] = [await upload(2, 'b'), await upload(1, 'a')]
    const Parts = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.ETag },
    ]
    const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'big', UploadId, MultipartUpload: { Parts } }))
    expect(done.ETag).to.match(/-2"$/)
    expect(await (await s3.send(new GetObjectCommand({ Bucket, Key: 'big' }))).Body?.transformToString()).to.equal('ab')
  })
})
