import { longestChain } from '../derive/estimate/chain.ts'
import { stackSeconds } from '../derive/estimate/time.ts'
import { resourceSeconds } from '../derive/facts/seconds.ts'
import type { Template } from '../production/types.ts'

export { resourceSeconds }

/** How many seconds creating a stack usually takes on AWS: its longest chain of resources that wait for one another. */
export function stackForecastSeconds(template: Template): number {
  return stackSeconds + longestChain(template.Resources).reduce((sum, link) => sum + link.seconds, 0)
}
