import { formatHtml } from '../../src/report/html.ts'
import { formatJunit } from '../../src/report/junit.ts'
import { formatMail } from '../../src/report/mail.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { summarize } from '../../src/report/summarize.ts'
import { formatTerminal } from '../../src/report/terminal.ts'
import type { MaybeVerdict, ReportContext } from '../../src/report/types.ts'
import { expectGolden } from '../support/golden.ts'
import {
  aBrokenVerdict,
  aCheck,
  aContext,
  aDifference,
  aFailedMigration,
  aFinding,
  aPipeline,
  aRename,
  aRun,
  aSkippedPipeline,
  aVerdict,
} from '../support/verdict-builder.ts'

const changedFinding = aFinding({
  rule: 'OUTPUT_SAME',
  level: 'VALUE',
  severity: 'changed',
  pipeline: 'assess',
  effect: 'ELA goes from 45 to 0.',
})
const changed = {
  schema: [aRename()],
  pipelines: [aPipeline('assess', { status: 'changed' as const, differences: [aDifference({ rows: { before: 5, after: 3 } })] })],
}
const { teardown: _, ...beforeTeardown } = aContext()
const { replica: __, ...nothingKnown } = beforeTeardown

const cases: Record<string, [MaybeVerdict, ReportContext]> = {
  passed: [aVerdict({ checks: [aCheck('unit')], pipelines: [aPipeline('assess'), aPipeline('report')] }), aContext()],
  broken: [aBrokenVerdict(), aContext()],
  changed: [aVerdict({ status: 'changed', ...changed, findings: [changedFinding] }), aContext()],
  'changed-accepted': [
    aVerdict({
      status: 'changed',
      ...changed,
      findings: [{ ...changedFinding, accepted: { because: 'new weighting', until: '2026-12-31' } }],
    }),
    aContext(),
  ],
  'migration-failed': [
    aVerdict({ status: 'broken', migrations: [aFailedMigration()], pipelines: [aSkippedPipeline('assess', 'a migration failed')] }),
    aContext(),
  ],
  'baseline-failed': [
    aVerdict({
      status: 'inconclusive',
      pipelines: [
        aPipeline('assess', {
          status: 'inconclusive',
          reason: 'it fails without the change too',
          baseline: aRun({ exitCode: 2, output: 'Traceback (most recent call last):\nKeyError: 7' }),
        }),
      ],
    }),
    aContext(),
  ],
  'provision-failed': [
    aVerdict({
      status: 'inconclusive',
      revisions: {},
      notTested: [{ what: 'the whole change', why: 'AppDatabase could not be created' }],
      failure: {
        code: 'stack.create_failed',
        place: 'prod-replica-scores-1f2e3d4c-data: AppDatabase',
        message: 'the snapshot is of another engine version.',
        remedy: 'Name a newer snapshot under stores.app.data.',
      },
    }),
    aContext({ events: [] }),
  ],
  'teardown-failed': [
    aVerdict({ checks: [aCheck('unit', { status: 'failed', run: aRun({ exitCode: null, timedOut: true }) })], status: 'broken' }),
    aContext({ teardown: { deleted: [], survivors: ['bucket replica-bucket (not empty)', 'stack prod-replica-scores-1f2e3d4c-data'] } }),
  ],
  cancelled: [undefined, beforeTeardown],
  'nothing-known': [undefined, { ...nothingKnown, events: [] }],
}

for (const [name, [verdict, context]] of Object.entries(cases)) {
  describe(`the faces of the report: ${name}`, () => {
    const summary = summarize(verdict, context)

    it('tells it on a terminal', () => expectGolden(`report/${name}.txt`, formatTerminal(summary, { colour: false, columns: 100 })))
    it('tells it in Markdown', () => expectGolden(`report/${name}.md`, formatMarkdown(summary)))
    it('tells it to the tests tab', () => expectGolden(`report/${name}.xml`, formatJunit(summary)))
    it('tells it as a page', () => expectGolden(`report/${name}.html`, withoutStyle(formatHtml(summary))))
    it('tells it as a mail', () => {
      const options = { from: 'ci@newvision.example', to: ['data@newvision.example'], threadId: context.run.thread, messageId: 'scores.1' }
      const mail = formatMail(summary, { ...options, date: context.now })
      expectGolden(`report/${name}.eml`, new TextDecoder().decode(mail.raw))
    })
  })
}

/** The style sheet is the same in every page: goldens are about what they say. */
function withoutStyle(page: string): string {
  return page.replace(/<style>[\s\S]*<\/style>/, '<style>…</style>').replace(/sha256-[^']+/, 'sha256-…')
}
