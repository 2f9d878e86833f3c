import type { SummaryStatus } from '../report/types.ts'
import type { Spec } from '../spec/types.ts'

/**
 * Whether a mail is due. `failure`: whenever it is not passed. `change`: the first failure, and the first success after
 * it; without a previous status, a failure alone is news.
 */
export function whenToSend(when: Spec['notify']['when'], status: SummaryStatus, previous?: SummaryStatus): boolean {
  if (when === 'always') return true
  const failed = status !== 'passed'
  if (when === 'failure' || previous === undefined) return failed
  return failed !== (previous !== 'passed')
}
