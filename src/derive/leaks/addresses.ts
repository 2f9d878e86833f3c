import type { Find } from './find.ts'
import { isPublicAddress } from './public-sources.ts'

const ipv4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)(\/\d{1,2})?/g
const ipv6 = /(?<![\w:.])[23][0-9a-f]{3}(?::[0-9a-f]{0,4}){2,7}(?![\w:])(\/\d{1,3})?/gi
const version = /(?:version|release|ver|==|[=~<>]|\bv)["'\s:=]{0,4}$/i
const meaning = 'the address of a host outside the plan'

/** Addresses of single hosts. Ranges, masks, private addresses that let somebody in, and those within the replica's own networks lead nowhere outside. */
export function hostAddresses(text: string, key: string, ranges: readonly AddressRange[]): Find[] {
  const found: Find[] = []
  if (text.includes('.')) {
    for (const match of text.matchAll(ipv4)) if (isHost(match, text, key, ranges)) found.push({ at: match.index, found: match[0], meaning })
  }
  if (text.includes(':'))
    for (const match of text.matchAll(ipv6)) if (isHostV6(match)) found.push({ at: match.index, found: match[0], meaning })
  return found
}

/** The first and the last address of a network, as numbers. */
export interface AddressRange {
  first: number
  last: number
}

/** The range that `10.0.0.0/16` writes; undefined for anything else. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', bits = ''] = text.split('/')
  const first = numberOf(address)
  if (first === undefined || !/^\d{1,2}$/.test(bits)) return undefined
  return { first, last: first + 2 ** (32 - Number(bits)) - 1 }
}

function isHost(match: RegExpExecArray, text: string, key: string, ranges: readonly AddressRange[]): boolean {
  const [whole, mask] = match
  const [address = ''] = whole.split('/')
  const number = numberOf(address)
  if (number === undefined || (mask !== undefined && (mask !== '/32' || isPrivate(address)))) return false
  if (isReserved(address) || isPublicAddress(address) || looksLikeVersion(match.index, text, key, address)) return false
  return !ranges.some(({ first, last }) => first <= number && number <= last)
}

/** Four numbers are a version where something says so, or where they stand small in a longer text. */
function looksLikeVersion(at: number, text: string, key: string, address: string): boolean {
  if (/version|release/i.test(key) || version.test(text.slice(Math.max(0, at - 16), at))) return true
  const isHostPlace = at === 0 || /[@/]$/.test(text.slice(at - 1, at)) || /^:\d/.test(text.slice(at + address.length))
  return Number(address.split('.', 1)[0]) < 10 && !isHostPlace
}

function isPrivate(address: string): boolean {
  return /^10\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(address)
}

/** Masks, loopback, link-local (the metadata addresses), multicast and the ranges of documentation. */
function isReserved(address: string): boolean {
  return /^(?:0|127|22[4-9]|23\d|24\d|25[0-5])\.|^169\.254\.|^192\.0\.2\.|^198\.51\.100\.|^203\.0\.113\./.test(address)
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.')
  const isAddress = parts.length === 4 && parts.every((each) => /^(?:0|[1-9]\d{0,2})$/.test(each) && Number(each) < 256)
  return isAddress ? parts.reduce((sum, each) => sum * 256 + Number(each), 0) : undefined
}

function isHostV6(match: RegExpExecArray): boolean {
  const [whole, mask] = match
  const groups = (whole.split('/')[0] ?? '').split(':')
  if (mask !== undefined && mask !== '/128') return false
  return (groups.length === 8 || whole.includes('::')) && !/^2001:0?db8:/i.test(whole)
}
