/** Whether replica.yml allows one leak. */
export type Allowed = (stack: string, path: string, found: string) => boolean

/**
 * What `replica.allow` takes on: a string exactly as it was found, what lies within an ARN, everything in a resource by
 * `LogicalId` or `Stack/LogicalId`, and every host under a domain by `*.domain`.
 */
export function parseAllowed(allow: readonly string[]): Allowed {
  const exact = new Set(allow)
  const domains = allow.filter((each) => each.startsWith('*.')).map((each) => each.slice(1).toLowerCase())
  return (stack, path, found) => {
    const [, section, id = ''] = path.split('/')
    const isOfResource = section === 'Resources' && (exact.has(id) || exact.has(`${stack}/${id}`))
    return exact.has(found) || isOfResource || isWithin(found, exact) || domains.some((domain) => isUnder(found, domain))
  }
}

/** `arn:…:bucket/*` lies within `arn:…:bucket`. */
function isWithin(found: string, allowed: ReadonlySet<string>): boolean {
  if (!found.startsWith('arn:')) return false
  return [...found.matchAll(/[/:]/g)].some(({ index }) => index > 'arn:'.length && allowed.has(found.slice(0, index)))
}

/** Whether a found host, with whatever path it was found with, lies under `.domain`. */
function isUnder(found: string, domain: string): boolean {
  const host = found.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[/:]/, 1)[0] ?? ''
  return host.toLowerCase().endsWith(domain)
}
