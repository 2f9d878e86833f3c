import type { XmlObject } from '../../protocol/xml.ts'
import type { ServiceResponse, World } from '../../types.ts'
import { formatS3Answer } from './answer.ts'
import { demandBucket } from './bucket-records.ts'
import type { ObjectVersion } from './object-store.ts'
import { listVersions } from './object-store.ts'
import type { S3Request } from './request.ts'

/** ListObjectsV2, and ListObjects of the first version. */
export function listObjects({ bucket, query }: S3Request, world: World): ServiceResponse {
  demandBucket(world, bucket)
  const isV2 = query.get('list-type') === '2'
  const after = isV2 ? (fromToken(query.get('continuation-token')) ?? query.get('start-after')) : query.get('marker')
  const current = listVersions(world, bucket).filter((version) => version.isLatest && version.file !== undefined)
  const page = choose(current, query, (version) => after === null || version.key > after)
  const last = page.truncated ? page.last : undefined
  return formatS3Answer('ListBucketResult', {
    ...page.head,
    ...(isV2
      ? { KeyCount: page.items.length + page.prefixes.length, NextContinuationToken: last && toToken(last) }
      : { NextMarker: last && page.encode(last) }),
    Contents: page.items.map((version) => ({ ...format(version, page.encode), StorageClass: 'STANDARD' })),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })),
  })
}

/** ListObjectVersions: versions and delete markers, from `key-marker` on. */
export function listObjectVersions({ bucket, query }: S3Request, world: World): ServiceResponse {
  demandBucket(world, bucket)
  const [keyMarker, versionMarker] = [query.get('key-marker'), query.get('version-id-marker')]
  const all = listVersions(world, bucket)
  const markerIndex = all.findIndex((version) => version.key === keyMarker && version.versionId === versionMarker)
  const isAfter = (version: ObjectVersion, index: number) =>
    keyMarker === null || version.key > keyMarker || (version.key === keyMarker && markerIndex !== -1 && index > markerIndex)
  const page = choose(all, query, isAfter)
  const last = page.items.at(-1)
  const shaped = (version: (typeof all)[number]) => ({
    ...format(version, page.encode),
    VersionId: version.versionId,
    IsLatest: version.isLatest,
  })
  return formatS3Answer('ListVersionsResult', {
    ...page.head,
    ...(page.truncated && { NextKeyMarker: last && page.encode(last.key), NextVersionIdMarker: last?.versionId }),
    Version: page.items
      .filter((version) => version.file !== undefined)
      .map((version) => ({ ...shaped(version), StorageClass: 'STANDARD' })),
    DeleteMarker: page.items.filter((version) => version.file === undefined).map((version) => omitContent(shaped(version))),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })),
  })
}

interface Page<Item> {
  items: Item[]
  prefixes: string[]
  truncated: boolean
  /** The last key or prefix of the page. */
  last: string | undefined
  head: XmlObject
  encode(text: string): string
}

/** One page: what has the prefix and comes after the marker, keys with the delimiter behind the prefix rolled up. */
function choose<Item extends ObjectVersion>(
  all: readonly Item[],
  query: URLSearchParams,
  isAfter: (item: Item, index: number) => boolean,
): Page<Item> {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const maximum = Math.min(1000, Number(query.get('max-keys') ?? 1000))
  const page: Item[] = []
  const prefixes = new Set<string>()
  let truncated = false
  let last: string | undefined
  for (const item of all.filter((candidate, index) => candidate.key.startsWith(prefix) && isAfter(candidate, index))) {
    const rolled = rollUp(item.key, prefix, delimiter)
    if (rolled !== undefined && prefixes.has(rolled)) {
      last = item.key
      continue
    }
    truncated = page.length + prefixes.size >= maximum
    if (truncated) break
    if (rolled === undefined) page.push(item)
    else prefixes.add(rolled)
    last = item.key
  }
  return { items: page, prefixes: [...prefixes], truncated, last, ...describe(query, { truncated, maximum }) }
}

function describe(
  query: URLSearchParams,
  { truncated, maximum }: { truncated: boolean; maximum: number },
): Pick<Page<never>, 'head' | 'encode'> {
  const encoded = query.get('encoding-type') === 'url'
  const encode = (text: string) => (encoded ? encodeURIComponent(text).replaceAll('%2F', '/') : text)
  const head = {
    Prefix: encode(query.get('prefix') ?? ''),
    Delimiter: query.has('delimiter') ? encode(query.get('delimiter') ?? '') : undefined,
    MaxKeys: maximum,
    IsTruncated: truncated,
    EncodingType: encoded ? 'url' : undefined,
  }
  return { head, encode }
}

function rollUp(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
  return end === -1 ? undefined : key.slice(0, end + delimiter.length)
}

function format(version: ObjectVersion, encode: (text: string) => string): XmlObject {
  return { Key: encode(version.key), LastModified: version.lastModified, ETag: `"${version.etag}"`, Size: version.size }
}

function omitContent({ ETag: _, Size: __, ...marker }: XmlObject): XmlObject {
  return marker
}

function toToken(key: string): string {
  return Buffer.from(key).toString('base64')
}

function fromToken(token: string | null): string | null {
  return token === null ? null : Buffer.from(token, 'base64').toString('utf8')
}
