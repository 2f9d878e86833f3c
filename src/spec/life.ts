import { fail, type ReplicaError } from '../errors.ts'
import { placeOf, type SpecDocument } from './document.ts'
import { formatDuration } from './duration.ts'
import type { RawSpec } from './raw.ts'

const hourMs = 3_600_000

/** The life of a replica and the longest one, in milliseconds, with their defaults; the default life is never above the longest. */
export function lifeOf({ replica = {} }: RawSpec): { ttlMs: number; maxTtlMs: number } {
  const maxTtlMs = replica['max-ttl'] ?? 24 * hourMs
  return { ttlMs: replica.ttl ?? Math.min(4 * hourMs, maxTtlMs), maxTtlMs }
}

/** A `ttl` above `max-ttl`, where that is written or not. */
export function checkLife(raw: RawSpec, document: SpecDocument): ReplicaError[] {
  const { ttlMs, maxTtlMs } = lifeOf(raw)
  if (ttlMs <= maxTtlMs) return []
  const place = placeOf(document, document.root.getIn(['replica', 'ttl'], true))
  const expected = `at most ${formatDuration(maxTtlMs)}, which is max-ttl`
  return [fail('spec.bad_value', { place, key: 'ttl', found: formatDuration(ttlMs), expected })]
}
