import type { JsonValue } from '../../../production/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { World } from '../../types.ts'
import { type BucketRecord, bucketsOf } from './bucket-records.ts'
import { deleteObject, listVersions, type ObjectVersion } from './object-store.ts'

type Rule = Record<string, JsonValue>
type Listed = ObjectVersion & { isLatest: boolean }

const dayMs = 86_400_000

/**
 * Carries out the lifecycle rules of all buckets as S3 does once a day: current versions expire, noncurrent ones and lone
 * delete markers are deleted. Rules for a part of a bucket, and other storage classes, are left out of account.
 */
export async function expireObjects(world: World): Promise<void> {
  for (const bucket of bucketsOf(world).values()) {
    for (const rule of rulesOf(bucket)) {
      await carryOut(rule, bucket.name, world).catch((error: unknown) => {
        // Somebody deletes the bucket at the same time.
        if (!(error instanceof ServiceError)) throw error
      })
    }
  }
}

const narrowing = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan']

function rulesOf({ lifecycle }: BucketRecord): Rule[] {
  const rules = (Array.isArray(lifecycle) ? lifecycle : []).map(mapOf)
  return rules.filter((rule) => rule.Status === 'Enabled' && !narrowing.some((name) => rule[name] !== undefined))
}

async function carryOut(rule: Rule, bucket: string, world: World): Promise<void> {
  const nowMs = world.clock.now().getTime()
  const isOld = (sinceMs: number, days: JsonValue | undefined): boolean =>
    days !== undefined && nowMs >= midnightAfter(sinceMs, Number(days))
  const all = listVersions(world, bucket)
  for (const [index, version] of all.entries()) {
    const { key, versionId, isLatest } = version
    if (isLatest && !isMarker(version) && isOld(timeOf(version), rule.ExpirationInDays)) await deleteObject(world, bucket, key)
    // It has been noncurrent since the one above it was laid over it.
    const successor = isLatest ? undefined : all[index - 1]
    const { NoncurrentDays } = mapOf(rule.NoncurrentVersionExpiration)
    if (successor !== undefined && isOld(timeOf(successor), NoncurrentDays)) await deleteObject(world, bucket, key, versionId)
    const isAlone = isLatest && isMarker(version) && all[index + 1]?.key !== key
    if (isAlone && rule.ExpiredObjectDeleteMarker === true) await deleteObject(world, bucket, key, versionId)
  }
}

/** So many days later, and from there on to midnight, UTC. */
function midnightAfter(sinceMs: number, days: number): number {
  return Math.ceil((sinceMs + days * dayMs) / dayMs) * dayMs
}

function isMarker({ file }: Listed): boolean {
  return file === undefined
}

function timeOf({ lastModified }: Listed): number {
  return Date.parse(lastModified)
}

function mapOf(value: JsonValue | undefined): Rule {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
