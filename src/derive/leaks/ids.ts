import type { Find } from './find.ts'

const prefixes = [
  ...['vpc', 'subnet', 'sg', 'sgr', 'i', 'rtb', 'eni', 'vol', 'snap', 'fs', 'fsap', 'fsmt', 'acl', 'igw', 'eigw', 'nat', 'vpce'],
  ...['vpce-svc', 'tgw', 'tgw-attach', 'tgw-rtb', 'pcx', 'eipalloc', 'eipassoc', 'lt', 'cgw', 'vgw', 'vpn', 'dopt'],
]
const form = `(?:${prefixes.join('|')})-(?:[0-9a-f]{17}|[0-9a-f]{8})`
const id = new RegExp(`(?<![A-Za-z0-9])${form}(?![A-Za-z0-9])`, 'g')
const wholeId = new RegExp(`^${form}$`)

/** Ids that AWS gave to one thing of an account, known or not. Images and prefix lists, which are only read, are not among them. */
export function resourceIds(text: string, meaningOf: (id: string) => string | undefined): Find[] {
  if (text.length < 10 || !text.includes('-')) return []
  return [...text.matchAll(id)].map((match) => ({
    at: match.index,
    found: match[0],
    meaning: meaningOf(match[0]) ?? 'the id of a resource outside the plan',
  }))
}

/** Whether a text is nothing but such an id. */
export function isResourceId(text: string): boolean {
  return wholeId.test(text)
}
