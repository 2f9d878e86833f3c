import type { Blame } from '../blame/types.ts'
import type { Finding } from '../types.ts'

const mostPlaces = 10

/** Pure: what a finding says of the change that is to blame. */
export function blameFields(
  blame: Blame,
): Pick<Finding, 'rule' | 'store' | 'table' | 'column' | 'cause' | 'statement' | 'place' | 'otherPlaces'> {
  const { change, rule, statement, places } = blame
  const [place, ...others] = places
  return {
    rule,
    store: change.store,
    table: change.table,
    ...(change.column === undefined ? {} : { column: change.column }),
    cause: change.id,
    ...(statement === undefined ? {} : { statement }),
    ...(place === undefined ? {} : { place }),
    ...(others.length === 0 ? {} : { otherPlaces: others.slice(0, mostPlaces) }),
  }
}
