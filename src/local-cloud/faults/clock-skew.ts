import type { ServiceRequest, World } from '../types.ts'
import { failureOf } from './failures.ts'

/** How far a request's time may be from the server's; S3 is more patient than the others. */
const toleratedMs = (service: string): number => (service === 's3' ? 15 : 5) * 60_000

/** Refuses what was signed at another time than the skewed clock shows. Without a skew, no time is looked at. */
export function checkClock(service: string, { headers, query }: ServiceRequest, { clock, faults }: World): void {
  const { clockSkewSeconds } = faults.settings()
  const signedMs = parseBasic(headers['x-amz-date'] ?? query.get('X-Amz-Date') ?? '')
  if (clockSkewSeconds === 0 || signedMs === undefined) return
  const differenceMs = Math.abs(clock.now().getTime() + clockSkewSeconds * 1000 - signedMs)
  if (differenceMs > toleratedMs(service)) throw failureOf('skewed', service)
}

/** `20260131T120000Z`, in milliseconds of the epoch. */
export function parseBasic(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  return parts === null ? undefined : Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}
