import { isReplicaError } from '../errors.ts'
import type { SummaryStatus } from '../report/types.ts'
import type { Run } from './run.ts'

/** What `notify.when: change` compares with: the last verdict of a branch that was mailed, or needed no mail. */
export interface Previous {
  thread: string
  status: SummaryStatus
}

/** The last status of this run's branch; undefined where the results folder keeps none, or one of another branch. */
export async function previousStatus({ results, identity }: Run): Promise<SummaryStatus | undefined> {
  try {
    const previous = await results.previous()
    return previous?.thread === identity.thread ? previous.status : undefined
  } catch (error) {
    if (isReplicaError(error)) return undefined // a cache that came back broken costs a mail too many, not the mail
    throw error
  }
}

/** Keeps it for the next run, where anyone asks for changes alone. Not after a mail that could not be sent: the news is still due. */
export async function keepStatus({ results, identity, spec }: Run, status: SummaryStatus): Promise<void> {
  if (spec.notify.when === 'change') await results.writeJson('previous.json', { thread: identity.thread, status })
}
