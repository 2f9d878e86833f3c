import type { Table, World } from '../../types.ts'

/** Table `ses-identities`, by address or domain in lower case. */
export interface IdentityRecord {
  identity: string
  kind: 'EmailAddress' | 'Domain'
  token: string
}

export function identitiesOf(world: World): Table<IdentityRecord> {
  return world.state.table<IdentityRecord>('ses-identities')
}

/** Adds an identity, verified at once: there is nobody here to click on a link or to set a DNS record. */
export async function addIdentity(world: World, name: string): Promise<IdentityRecord> {
  const identity = name.trim().toLowerCase()
  const known = identitiesOf(world).get(identity)
  if (known !== undefined) return known
  const record: IdentityRecord = { identity, kind: identity.includes('@') ? 'EmailAddress' : 'Domain', token: world.entropy.hex(22) }
  await identitiesOf(world).put(identity, record)
  return record
}

/** Whether an address is verified: itself, its domain, or a domain above that. A label after `+` counts as without it. */
export function isVerified(world: World, address: string): boolean {
  const [local = '', domain = ''] = splitAddress(address.trim().toLowerCase())
  const labels = domain.split('.')
  const domains = labels.map((_, index) => labels.slice(index).join('.'))
  const plain = `${local.replace(/\+.*$/, '')}@${domain}`
  return [`${local}@${domain}`, plain, ...domains].some((name) => identitiesOf(world).get(name) !== undefined)
}

function splitAddress(address: string): [string, string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
}
