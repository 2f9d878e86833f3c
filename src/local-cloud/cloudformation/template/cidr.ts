import { invalid } from '../invalid.ts'

/** Fn::Cidr: the first `count` networks of `hostBits` address bits each in a block, IPv4 or IPv6. */
export function splitCidr(block: string, count: number, hostBits: number): string[] {
  const { address, prefix, width } = parseBlock(block)
  const newPrefix = width - hostBits
  const isPossible = Number.isInteger(count) && count >= 1 && count <= 256 && newPrefix >= prefix && newPrefix <= width
  if (!isPossible || BigInt(count) > 1n << BigInt(newPrefix - prefix)) {
    throw invalid(`Template error: Fn::Cidr cannot make ${count} networks with ${hostBits} bits each from ${block}`)
  }
  const start = (address >> BigInt(width - prefix)) << BigInt(width - prefix)
  const format = width === 32 ? formatV4 : formatV6
  return Array.from({ length: count }, (_, index) => `${format(start + (BigInt(index) << BigInt(hostBits)))}/${newPrefix}`)
}

function parseBlock(block: string): { address: bigint; prefix: number; width: number } {
  const [, text = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(block) ?? []
  const width = text.includes(':') ? 128 : 32
  const address = width === 128 ? parseV6(text) : parseV4(text)
  if (address === undefined || Number(bits) > width) throw invalid(`Template error: Fn::Cidr got ${block}, which is no CIDR block`)
  return { address, prefix: Number(bits), width }
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined
  return parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n)
}

function parseV6(text: string): bigint | undefined {
  const [head = '', tail] = text.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = 8 - left.length - right.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right]
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n)
}

function formatV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.')
}

/** The longest run of zero groups becomes `::`. */
function formatV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16))
  const runs = [...groups.join(':').matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)].map(([run]) => run)
  const longest = runs.sort((a, b) => b.length - a.length)[0]
  if (longest === undefined) return groups.join(':')
  const [before = '', after = ''] = splitOnce(groups.join(':'), longest)
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`
}

function splitOnce(text: string, at: string): string[] {
  const index = text.search(new RegExp(`(?<![0-9a-f])${at}(?![0-9a-f])`))
  return [text.slice(0, index), text.slice(index + at.length)]
}
