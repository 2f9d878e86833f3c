import { isAwsAccount } from './aws-accounts.ts'
import { isAwsHost, resourceHost } from './aws-hosts.ts'
import type { Find, IsReplicas } from './find.ts'
import { isPublicHost } from './public-sources.ts'
import { endsLikeHost, endsLikeHostOnly } from './top-level-domains.ts'

const dotted = /(?<![\w\uE000\uE001-])[A-Za-z0-9\uE000\uE001][\w\uE000\uE001-]*(?:\.[\w\uE000\uE001-]+)+/g
const hostFlag = /(?:\s-h\s*|(?:host(?:name)?|server|endpoint|address)["']?\s*[:=]\s*["']?|--host[= ])$/i
/** What AWS calls the inside of every network, and itself. */
const ownNetwork = /^(?:ec2|(?:[a-z]{2}|us-gov)-[a-z]+-\d\.compute)\.internal$|^(?:www\.)?amazon\.com$/
const longestHost = 253

/**
 * Hosts outside the plan: in a URL, after `user@`, before `:port`, after `--host` and its like, or as a whole value; AWS's
 * endpoints of one resource wherever they stand. Files, classes, service principals and public software are none.
 */
export function outsideHosts(text: string, isReplicas: IsReplicas): Find[] {
  if (!text.includes('.')) return []
  const finds: Find[] = []
  for (const match of text.matchAll(dotted)) {
    const [written] = match
    if (written.length > longestHost || /\d$/.test(written)) continue
    const find = hostAt(text, match.index, written, isReplicas)
    if (find !== undefined) finds.push(find)
  }
  return finds
}

function hostAt(text: string, at: number, written: string, isReplicas: IsReplicas): Find | undefined {
  const host = written.toLowerCase()
  const end = at + written.length
  if (isPublicHost(host) || ownNetwork.test(host)) return undefined
  if (isAwsHost(host)) return awsHost(host, { text, at, end }, isReplicas)
  if (/[\uE000\uE001_]/.test(host) || !standsAsHost(text, at, end, written)) return undefined
  return isReplicas(host) ? undefined : { at, found: written, meaning: 'a host outside the plan' }
}

function awsHost(host: string, { text, at, end }: { text: string; at: number; end: number }, isReplicas: IsReplicas): Find | undefined {
  const found = resourceHost(host, text.slice(end, end + 200))
  if (found === undefined || isReplicas(found)) return undefined
  const account = /(?:^|\/)(\d{12})(?:[./]|$)/.exec(found)?.[1]
  if (account !== undefined && isAwsAccount(account)) return undefined
  return { at, found: text.slice(at, at + found.length), meaning: 'an endpoint of one account’s resource' }
}

/** Whether what stands around a dotted name says that it is a host. */
function standsAsHost(text: string, at: number, end: number, host: string): boolean {
  const before = text.slice(Math.max(0, at - 24), at)
  if (/:\/\/$/.test(before))
    return /\.[a-z][a-z0-9-]+$/i.test(host) && !/^(?:file|s3|s3a|s3n|arn|urn):\/\/$|(?:\s|^|["'])(?:file|s3[an]?):\/\/$/i.test(before)
  if (/[\w%.+-]@$/.test(before)) return endsLikeHost(host.toLowerCase())
  if (host !== host.toLowerCase()) return false
  if (/^:\d{2,5}(?![\d.])/.test(text.slice(end, end + 7))) return endsLikeHost(host)
  if (at === 0 && /^\.?$|^\/(?!\/)/.test(text.slice(end, end + 2)))
    return text.length === host.length ? endsLikeHost(host) : endsLikeHostOnly(host)
  return standsInText(before, text.charAt(end)) && endsLikeHostOnly(host)
}

/** Quoted as a whole, or after an option or a setting for hosts. */
function standsInText(before: string, after: string): boolean {
  const quote = before.at(-1) ?? ''
  return (/["'`]/.test(quote) && after === quote) || hostFlag.test(before)
}
