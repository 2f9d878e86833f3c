import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../../protocol/service-error.ts'
import type { Table, World } from '../../types.ts'
import { bucketFolder, demandBucket } from './bucket-records.ts'

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  key: string
  versionId: string
  /** Name of the file in the bucket's folder; absent for a delete marker. */
  file?: string
  size: number
  etag: string
  lastModified: string
  /** Content-Type, Content-Encoding and x-amz-meta-… as they were sent. */
  headers: Record<string, string>
}

/** Table `s3-objects`, by `<bucket>/<key>`: versions, newest first. */
interface ObjectRecord {
  bucket: string
  key: string
  versions: ObjectVersion[]
}

function objectsOf(world: World): Table<ObjectRecord> {
  return world.state.table<ObjectRecord>('s3-objects')
}

/** Stores an object; where the bucket has no versioning, in place of the one before. */
export async function putObject(
  world: World,
  bucket: string,
  object: { key: string; content: Buffer; headers: Record<string, string>; etag?: string },
): Promise<ObjectVersion> {
  const file = fileName(object.key, world.entropy.hex(8))
  await writeFile(join(bucketFolder(world, bucket), file), object.content)
  const etag = object.etag ?? createHash('md5').update(object.content).digest('hex')
  const version = { key: object.key, file, size: object.content.length, etag, headers: object.headers, ...stampOf(world, bucket) }
  await addVersion(world, bucket, version)
  return version
}

/** The current version of an object, or the one asked for. Throws ServiceError `NoSuchKey`, `NoSuchVersion`. */
export function findObject(world: World, bucket: string, key: string, versionId?: string): ObjectVersion {
  const versions = objectsOf(world).get(`${bucket}/${key}`)?.versions ?? []
  const found = versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId)
  if (found?.file !== undefined) return found
  if (versionId !== undefined) throw new ServiceError('NoSuchVersion', 'The specified version does not exist.', 404)
  throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404)
}

export function readObject(world: World, bucket: string, version: ObjectVersion): Promise<Buffer> {
  return readFile(join(bucketFolder(world, bucket), version.file ?? ''))
}

/** Deletes an object, or one version for good; with versioning, a marker is laid over it. Deleting what is gone succeeds. */
export async function deleteObject(
  world: World,
  bucket: string,
  key: string,
  versionId?: string,
): Promise<{ versionId: string | undefined; isMarker: boolean }> {
  const record = objectsOf(world).get(`${bucket}/${key}`)
  const isVersioned = demandBucket(world, bucket).versioning === 'Enabled'
  if (versionId === undefined && isVersioned) {
    const marker = { key, size: 0, etag: '', headers: {}, ...stampOf(world, bucket) }
    await addVersion(world, bucket, marker)
    return { versionId: marker.versionId, isMarker: true }
  }
  const gone = (record?.versions ?? []).filter((version) => version.versionId === (versionId ?? 'null'))
  await saveVersions(
    world,
    bucket,
    key,
    (record?.versions ?? []).filter((version) => !gone.includes(version)),
  )
  for (const version of gone) await removeFile(world, bucket, version)
  return { versionId, isMarker: gone.some((version) => version.file === undefined) }
}

/** Every version and delete marker, by key, newest first within a key; with its place in time. */
export function listVersions(world: World, bucket: string): (ObjectVersion & { isLatest: boolean })[] {
  return objectsOf(world)
    .values()
    .filter((record) => record.bucket === bucket)
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
    .flatMap((record) => record.versions.map((version, index) => ({ ...version, isLatest: index === 0 })))
}

function stampOf(world: World, bucket: string): { versionId: string; lastModified: string } {
  const isVersioned = demandBucket(world, bucket).versioning === 'Enabled'
  return { versionId: isVersioned ? world.entropy.hex(16) : 'null', lastModified: world.clock.now().toISOString() }
}

async function addVersion(world: World, bucket: string, version: ObjectVersion): Promise<void> {
  const before = objectsOf(world).get(`${bucket}/${version.key}`)?.versions ?? []
  const replaced = before.filter((one) => version.versionId === 'null' && one.versionId === 'null')
  await saveVersions(world, bucket, version.key, [version, ...before.filter((one) => !replaced.includes(one))])
  for (const one of replaced) await removeFile(world, bucket, one)
}

async function saveVersions(world: World, bucket: string, key: string, versions: ObjectVersion[]): Promise<void> {
  const table = objectsOf(world)
  if (versions.length === 0) await table.remove(`${bucket}/${key}`)
  else await table.put(`${bucket}/${key}`, { bucket, key, versions })
}

async function removeFile(world: World, bucket: string, version: ObjectVersion): Promise<void> {
  if (version.file !== undefined) await rm(join(bucketFolder(world, bucket), version.file), { force: true })
}

/** People can read the key in it; what a key may hold beside that (`..`, slashes, a thousand characters) stays harmless. */
function fileName(key: string, unique: string): string {
  return `${encodeURIComponent(key).slice(0, 150)}~${unique}`
}
