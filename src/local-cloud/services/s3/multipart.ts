import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../../protocol/service-error.ts'
import type { ServiceResponse, Table, World } from '../../types.ts'
import { formatS3Answer, textOfElement, textsOfElement } from './answer.ts'
import { demandBucket } from './bucket-records.ts'
import { keptHeaders } from './object-actions.ts'
import { putObject } from './object-store.ts'
import type { S3Request } from './request.ts'

/** Table `s3-uploads`, by upload id. */
interface UploadRecord {
  bucket: string
  key: string
  headers: Record<string, string>
}

/** CreateMultipartUpload. */
export async function createUpload({ bucket, key, headers }: S3Request, world: World): Promise<ServiceResponse> {
  demandBucket(world, bucket)
  const UploadId = world.entropy.hex(16)
  await mkdir(partsFolder(world, UploadId), { recursive: true })
  await uploadsOf(world).put(UploadId, { bucket, key, headers: keptHeaders(headers) })
  return formatS3Answer('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId })
}

/** UploadPart. */
export async function uploadPart({ query, body }: S3Request, world: World): Promise<ServiceResponse> {
  const id = demandUpload(query, world)
  await writeFile(join(partsFolder(world, id), String(Number(query.get('partNumber')))), body)
  return { status: 200, headers: { etag: `"${digestOf(body).toString('hex')}"` } }
}

/** CompleteMultipartUpload: the ETag is that of the parts' digests, as on S3. */
export async function completeUpload({ query, body }: S3Request, world: World): Promise<ServiceResponse> {
  const id = demandUpload(query, world)
  const { bucket, key, headers } = uploadsOf(world).get(id) as UploadRecord
  const numbers = textsOfElement(body.toString('utf8'), 'Part').map((part) => Number(textOfElement(part, 'PartNumber')))
  const parts = await Promise.all(numbers.map((number) => readPart(world, id, number)))
  const etag = `${digestOf(Buffer.concat(parts.map(digestOf))).toString('hex')}-${parts.length}`
  const version = await putObject(world, bucket, { key, content: Buffer.concat(parts), headers, etag })
  await forget(world, id)
  return formatS3Answer('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: `"${version.etag}"` })
}

/** AbortMultipartUpload. */
export async function abortUpload({ query }: S3Request, world: World): Promise<ServiceResponse> {
  await forget(world, demandUpload(query, world))
  return { status: 204 }
}

function uploadsOf(world: World): Table<UploadRecord> {
  return world.state.table<UploadRecord>('s3-uploads')
}

function demandUpload(query: URLSearchParams, world: World): string {
  const id = query.get('uploadId') ?? ''
  if (uploadsOf(world).get(id) !== undefined) return id
  throw new ServiceError('NoSuchUpload', 'The specified multipart upload does not exist.', 404)
}

async function readPart(world: World, id: string, number: number): Promise<Buffer> {
  try {
    return await readFile(join(partsFolder(world, id), String(number)))
  } catch {
    throw new ServiceError('InvalidPart', 'One or more of the specified parts could not be found.')
  }
}

async function forget(world: World, id: string): Promise<void> {
  await uploadsOf(world).remove(id)
  await rm(partsFolder(world, id), { recursive: true, force: true })
}

function partsFolder(world: World, id: string): string {
  return join(world.folder, 'uploads', id)
}

function digestOf(content: Buffer): Buffer {
  return createHash('md5').update(content).digest()
}
