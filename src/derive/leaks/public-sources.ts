import sources from './public-sources.json' with { type: 'json' }

const domains: ReadonlySet<string> = namesOf(sources.domains)
const buckets: ReadonlySet<string> = namesOf(sources.buckets)
const addresses: ReadonlySet<string> = namesOf(sources.addresses)
const regionEnding = /-(?:[a-z]{2}|us-gov)-[a-z]+-\d$/

/** Whether a host is under a domain of public software, which can only be read, or one that leads nowhere. */
export function isPublicHost(host: string): boolean {
  for (let at = 0; at >= 0; at = host.indexOf('.', at + 1)) {
    if (domains.has(at === 0 ? host : host.slice(at + 1))) return true
  }
  return false
}

/** Whether a bucket is one of AWS's own with public programs; most of them have a sibling in every region. */
export function isPublicBucket(bucket: string): boolean {
  return buckets.has(bucket) || buckets.has(bucket.replace(regionEnding, ''))
}

/** Whether an address is a well-known public name server. */
export function isPublicAddress(address: string): boolean {
  return addresses.has(address)
}

function namesOf(groups: readonly { names: readonly string[] }[]): Set<string> {
  return new Set(groups.flatMap((group) => group.names))
}
