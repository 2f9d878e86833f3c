const begin = '# prod-replica begin'
const end = '# prod-replica end'

/** A hosts file in which these names, and no other lines for them, lead to these addresses. */
export function withNames(hosts: string, addresses: Readonly<Record<string, string>>): string {
  const kept = hosts.split('\n').map((line) => withoutNames(line, addresses))
  const text = kept.filter((line) => line !== undefined).join('\n')
  return `${text.replace(/\n*$/, '\n')}${linesFor(addresses)}`
}

/** A hosts file with a block of ours at its beginning: the first line that has a name is the one that counts. */
export function withBlock(hosts: string, addresses: Readonly<Record<string, string>>, pid: number): string {
  return `${begin} ${pid}\n${linesFor(addresses)}${end}\n${hosts}`
}

/** A hosts file without the blocks of those processes of which `isGone` holds. */
export function withoutBlocks(hosts: string, isGone: (pid: number) => boolean): string {
  const kept: string[] = []
  let isInside = false
  for (const line of hosts.split('\n')) {
    const owner = ownerOf(line)
    if (owner !== undefined && isGone(owner)) isInside = true
    if (!isInside) kept.push(line)
    if (line === end) isInside = false
  }
  return kept.join('\n')
}

/** The processes that have a block in a hosts file. */
export function blockOwners(hosts: string): number[] {
  return hosts.split('\n').flatMap((line) => ownerOf(line) ?? [])
}

function ownerOf(line: string): number | undefined {
  return line.startsWith(`${begin} `) ? Number(line.slice(begin.length)) : undefined
}

function linesFor(addresses: Readonly<Record<string, string>>): string {
  return Object.entries(addresses)
    .map(([name, address]) => `${address} ${name}\n`)
    .join('')
}

/** What a line says of other names; undefined where nothing is left. */
function withoutNames(line: string, addresses: Readonly<Record<string, string>>): string | undefined {
  const [address = '', ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/)
  const kept = names.filter((name) => !Object.hasOwn(addresses, name.toLowerCase()))
  if (kept.length === names.length) return line
  return kept.length === 0 ? undefined : `${address} ${kept.join(' ')}`
}
