import { fail } from '../../errors.ts'
import { type ConfigProblem, checkConfig } from '../check/check-config.ts'
import { ConfigDocument } from '../check/document.ts'
import { Acts } from './acts.ts'
import { judgeMaker, judgeReruns } from './judge-maker.ts'
import { readWorkflow } from './read-workflow.ts'
import { remarksOf } from './remarks.ts'
import type { Hole, Remark } from './types.ts'
import { View } from './view.ts'

/** What a config says of teardown; `problems` are the checker's, which CircleCI would mostly refuse. */
export type Diagnosis = { holes: Hole[]; remarks: Remark[]; problems: ConfigProblem[] }

/**
 * Whether a CircleCI config deletes every replica it makes, whichever way its jobs end. Only the text is read; `path` is
 * named in places. Throws `circleci.unreadable_config`.
 */
export function diagnose(source: { path: string; text: string }): Diagnosis {
  const problems = checkConfig(source, {}).filter(({ rule }) => rule !== 'unchecked')
  const unreadable = problems.find(({ rule }) => rule === 'unreadable')
  if (unreadable) throw fail('circleci.unreadable_config', { place: unreadable.place, reason: unreadable.found, remedy: unreadable.remedy })
  const view = viewOf(source)
  const holes = view.workflows.flatMap((workflow) => [
    ...workflow.jobs.flatMap((job, index) =>
      job.acts.some(({ name }) => name === 'provision-replica') ? judgeMaker(view, workflow, index) : [],
    ),
    ...judgeReruns(view, workflow),
  ])
  return { holes, remarks: remarksOf(view), problems }
}

function viewOf(source: { path: string; text: string }): View {
  const document = new ConfigDocument(source)
  const acts = new Acts(document)
  const entries = document.entries(document.get(document.root, 'workflows')).filter(({ key }) => key !== 'version')
  return new View(
    document,
    acts,
    entries.map((entry) => readWorkflow(document, acts, entry)),
  )
}
