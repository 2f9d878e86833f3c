import { bareAccounts, boundArns } from './accounts.ts'
import { type AddressRange, hostAddresses } from './addresses.ts'
import { type Find, type IsReplicas, withoutOverlaps } from './find.ts'
import { outsideHosts } from './hosts.ts'
import { resourceIds } from './ids.ts'
import type { KnownValues } from './known-values.ts'
import { accountPart, unknownPart } from './said.ts'
import type { Saying } from './sayings.ts'
import { storedValues } from './stored.ts'

/** What the search holds each text against. */
export interface Search {
  known: KnownValues
  account: string
  isReplicas: IsReplicas
  /** Names of parameters and secrets that the plan itself makes. */
  given: ReadonlySet<string>
  /** Names that the plan's own stacks export. */
  exported: ReadonlySet<string>
  /** Networks that the plan itself makes. */
  ranges: readonly AddressRange[]
  /** What restores name on purpose. */
  snapshots: ReadonlySet<string>
  /** Clusters that stores are cloned from on purpose. */
  clones: ReadonlySet<string>
}

function isClone({ path, text }: Saying, { clones }: Search): boolean {
  return path.endsWith('/Properties/SourceDBClusterIdentifier') && clones.has(text)
}

/** Everything in one text that leads out of the plan. Where finds overlap, what is known of production comes first. */
export function findIn(saying: Saying, search: Search): Find[] {
  const { text, kind, key } = saying
  if (text.length < 2 || search.snapshots.has(text) || isClone(saying, search)) return []
  if (kind === 'reference') return search.known.underKey(saying)
  const isBound = text.includes(accountPart)
  const known = search.known.findIn(isBound ? text.replaceAll(accountPart, search.account) : text, saying)
  if (kind === 'import') return importOf(saying, search, known)
  const ids = resourceIds(text, search.known.meaning)
  if (kind === 'remark') return show(withoutOverlaps([...known, ...ids.filter((each) => search.known.meaning(each.found) !== undefined)]))
  const others = [
    ...boundArns(text, search.account, search.isReplicas),
    ...storedValues(text, search.given),
    ...outsideHosts(text, search.isReplicas),
    ...bareAccounts(text, key, search.account),
    ...ids,
    ...hostAddresses(text, key, search.ranges),
  ]
  if (known.length === 0) return others.length === 0 ? [] : show(withoutOverlaps(others))
  return show(isBound ? [...withoutOverlaps(known), ...withoutOverlaps(others)] : withoutOverlaps([...known, ...others]))
}

/** An import leads to production unless one of the replica's own stacks exports it. */
function importOf({ text }: Saying, search: Search, known: readonly Find[]): Find[] {
  if (search.exported.has(text) || text.includes(unknownPart)) return []
  return [{ at: 0, found: text, meaning: known[0]?.meaning ?? 'an export of a stack that is not in the plan' }]
}

/** People see `${AWS::AccountId}` and `…` for what is not known yet. */
function show(finds: readonly Find[]): Find[] {
  return finds.map((find) => ({ ...find, found: find.found.replaceAll(accountPart, '${AWS::AccountId}').replaceAll(unknownPart, '…') }))
}
