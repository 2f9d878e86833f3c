import { isAwsAccount } from './aws-accounts.ts'
import type { Find, IsReplicas } from './find.ts'

const arn = /(?<![A-Za-z0-9])arn:[\w*\uE000-]+:[\w*-]+:[\w*\uE000-]*:(\d{12}):[\w/.:+=@*~\uE000\uE001-]*/g
const wholeAccount = /^\d{12}$/
/** Keys under which a bare number is an account: `Principal: {AWS: "…"}`, `aws:SourceAccount`, `RegistryId`. */
const accountKey = /^AWS$|Principal|Account|Owner|^RegistryId$|^CatalogId$/

/** ARNs that are bound to one account. One of our own account that holds the replica's id is the replica's. */
export function boundArns(text: string, account: string, isReplicas: IsReplicas): Find[] {
  if (!text.includes('arn:')) return []
  return [...text.matchAll(arn)].map((match) => {
    const [whole, owner = ''] = match
    const found = whole.replace(/\.+$/, '')
    const isInside = isAwsAccount(owner) || (owner === account && isReplicas(found))
    return { at: match.index, found, meaning: isInside ? undefined : 'an ARN that is bound to one account' }
  })
}

/** Account ids that stand alone: production's own in any text, anyone's where a key says that it is an account. */
export function bareAccounts(text: string, key: string, account: string): Find[] {
  if (wholeAccount.test(text)) {
    const isFound = text === account || (accountKey.test(key) && !isAwsAccount(text))
    return isFound ? [{ at: 0, found: text, meaning: meaningOf(text, account) }] : []
  }
  const at = account === '000000000000' ? -1 : wordAt(text, account)
  return at < 0 ? [] : [{ at, found: account, meaning: meaningOf(account, account) }]
}

function meaningOf(found: string, account: string): string {
  return found === account ? 'the id of production’s account' : 'the id of an AWS account'
}

function wordAt(text: string, account: string): number {
  for (let at = text.indexOf(account); at >= 0; at = text.indexOf(account, at + 1)) {
    if (!/[\w-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + 12))) return at
  }
  return -1
}
