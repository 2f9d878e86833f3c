import { type QueryMap, queryText } from '../../protocol/query.ts'
import { invalid } from '../invalid.ts'

/** As many items as AWS puts on a page. */
const pageSize = 100

/**
 * One page of a list. The token holds the key of the last item that was given, so that items which come meanwhile neither
 * repeat nor hide one. Where that item may be gone by now, `comesAfter` finds the next by the key alone. Throws
 * ValidationError for a token that is not ours.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: QueryMap,
  comesAfter?: (item: Item, key: string) => boolean,
): { page: Item[]; next: string | undefined } {
  const token = queryText(input.NextToken)
  const start = token ? indexAfter(items, keyOf, token, comesAfter) : 0
  const page = items.slice(start, start + pageSize)
  const last = page.at(-1)
  const isMore = start + pageSize < items.length && last !== undefined
  return { page, next: isMore ? Buffer.from(keyOf(last)).toString('base64url') : undefined }
}

function indexAfter<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  token: string,
  comesAfter: ((item: Item, key: string) => boolean) | undefined,
): number {
  const key = Buffer.from(token, 'base64url').toString()
  const index = items.findIndex((item) => keyOf(item) === key)
  if (index >= 0) return index + 1
  if (comesAfter === undefined || !/^\d{4}-\d\d-\d\dT/.test(key)) throw invalid('NextToken is not valid.')
  const next = items.findIndex((item) => comesAfter(item, key))
  return next < 0 ? items.length : next
}
