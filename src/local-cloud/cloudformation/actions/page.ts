import { type QueryMap, queryText } from '../../protocol/query.ts'
import { invalid } from '../invalid.ts'

/** As many items as AWS puts on a page. */
const pageSize = 100

/**
 * One page of a list. The token holds the key of the last item that was given, so that items which come meanwhile neither
 * repeat nor hide one. Throws ValidationError for a token that is not ours.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: QueryMap,
  size = pageSize,
): { page: Item[]; next: string | undefined } {
  const token = queryText(input.NextToken)
  const start = token ? indexAfter(items, keyOf, token) : 0
  const page = items.slice(start, start + size)
  const last = page.at(-1)
  const isMore = start + size < items.length && last !== undefined
  return { page, next: isMore ? Buffer.from(keyOf(last)).toString('base64url') : undefined }
}

function indexAfter<Item>(items: readonly Item[], keyOf: (item: Item) => string, token: string): number {
  const key = Buffer.from(token, 'base64url').toString()
  const index = items.findIndex((item) => keyOf(item) === key)
  if (index < 0) throw invalid('NextToken is not valid.')
  return index + 1
}
