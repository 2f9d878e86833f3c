import { isAwsHost } from '../leaks/aws-hosts.ts'
import { isResourceId } from '../leaks/ids.ts'
import { endsLikeHost } from '../leaks/top-level-domains.ts'

const awsId = /^[a-z]{1,20}-(?:[0-9a-f]{8}|[0-9a-f]{17})$/
const hostname = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/@]+@)?([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)(?::\d+)?(?:\/.*)?$/
const address = /^(?:\d{1,3}\.){3}\d{1,3}$/
const addressRange = /^[0-9a-f.:]+\/\d{1,3}$/
const zone = /^[a-z]{2,4}(?:-[a-z]+)+-\d[a-z]?$/
const version = /^v?\d+(?:\.\d+)*$/
const machine = /^(?:(?:db|cache|ml|kafka|dax|mq)\.)?[a-z]+\d[a-z0-9-]*\.(?:\d*x?large|micro|nano|small|medium|metal(?:-\d+xl)?)$/

/** Whether a text looks like what AWS gives one thing alone: an id, an ARN, an endpoint, an address. */
export function isPhysical(text: string): boolean {
  if (address.test(text)) return true
  if (addressRange.test(text) || version.test(text)) return false
  return text.startsWith('arn:') || awsId.test(text) || isHost(text)
}

/**
 * Whether a name is telling enough to mean one thing wherever it stands. `app`, `dev`, `production`, `5432`, a region, a
 * size of machine or an address range is not; those are only looked for where something is referred to.
 */
export function isTelling(name: string): boolean {
  if (zone.test(name) || addressRange.test(name) || version.test(name) || machine.test(name)) return false
  if (isPhysical(name)) return true
  return name.length >= 6 && /[A-Za-z]/.test(name) && /[-_/.:0-9]/.test(name)
}

/** Endings of files, classes and versions are no hostnames: `db.t3.medium`, `index.min.js`, `1.2.3-beta`. */
function isHost(text: string): boolean {
  const host = hostname.exec(text)?.[1]?.toLowerCase()
  return host !== undefined && (isAwsHost(host) || endsLikeHost(host)) && host.split('.').length >= 3
}

const partOfName = /[A-Za-z0-9_-]/
const partOfId = /[A-Za-z0-9]/

/**
 * Where `name` stands in `text` as a whole word, from `from` on; -1 where it does not. An id of AWS's is one also between
 * hyphens (`vpce-0a1b2c3d-x1y2z3.s3…`): no other thing has it in its name.
 */
export function indexOfName(text: string, name: string, from = 0): number {
  const part = isResourceId(name) ? partOfId : partOfName
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.charAt(at - 1)
    const after = text.charAt(at + name.length)
    if (!part.test(before) && !part.test(after)) return at
  }
  return -1
}

/** The words that a text is made of; a whole word of a name can only be found where its own words are. */
export function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z0-9_-]+/g) ?? []
}
