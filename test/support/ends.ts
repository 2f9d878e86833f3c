import type { MaybeVerdict, ReportContext } from '../../src/report/types.ts'
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
} from './verdict-builder.ts'

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

/** Every end that a rehearsal can have: its verdict, if any, and what is known beside it. */
export const ends: Readonly<Record<string, [MaybeVerdict, ReportContext]>> = {
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
  'timed-out': [
    aVerdict({
      status: 'broken',
      schema: [aRename()],
      pipelines: [
        aPipeline('assess', { status: 'broken', candidate: aRun({ exitCode: null, timedOut: true, output: 'waiting for a lock' }) }),
      ],
      findings: [aFinding({ rule: 'PIPELINE_ENDS', pipeline: 'assess', effect: 'it runs for more than 10 min, in place of 1.2 s.' })],
    }),
    aContext(),
  ],
  interrupted: [
    aVerdict({
      status: 'inconclusive',
      notTested: [{ what: 'the whole change', why: 'the rehearsal was interrupted' }],
      failure: { code: 'cli.interrupted', message: 'interrupted by SIGTERM.', remedy: 'Run the job again.' },
    }),
    aContext(),
  ],
  masked: [
    aVerdict({ pipelines: [aPipeline('assess')], masked: Array.from({ length: 9 }, (_, index) => `app.public.students.field_${index}`) }),
    aContext(),
  ],
  shards: [
    aVerdict({
      status: 'inconclusive',
      pipelines: [aPipeline('assess'), aSkippedPipeline('r-report', 'shard 2 of 2 left no verdict')],
      notTested: [{ what: 'pipeline r-report', why: 'shard 2 of 2 left no verdict: its job was cancelled or killed' }],
    }),
    aContext(),
  ],
  'two-migrations': [
    aVerdict({
      status: 'changed',
      schema: [
        aRename(),
        aRename({
          id: 'warehouse-1',
          kind: 'column_retyped',
          store: 'warehouse',
          table: 'reports.monthly',
          column: 'average',
          before: 'numeric',
          after: 'integer',
          migration: { place: { file: 'db/warehouse/005_type.sql', line: 1 }, statement: 'ALTER TABLE monthly ALTER average TYPE integer' },
        }),
      ],
      pipelines: [aPipeline('assess'), aPipeline('monthly-report', { status: 'changed', needs: ['assess'] })],
      findings: [
        aFinding({
          ...changedFinding,
          pipeline: 'monthly-report',
          cause: 'warehouse-1',
          store: 'warehouse',
          table: 'reports.monthly',
          column: 'average',
          place: { file: 'pipelines/monthly.R', line: 12, text: 'report$average <- round(scores$average, 2)' },
          effect: 'reports.monthly.average loses its decimals: mean 71.48 → 71.',
          otherPlaces: [{ file: 'pipelines/weekly.R', line: 7, text: 'round(scores$average, 1) # one decimal' }],
          acceptance: 'accept:\n  - rule: OUTPUT_SAME\n    table: reports.monthly\n    because: "…"\n    until: 2026-12-31',
        }),
      ],
    }),
    aContext(),
  ],
  'not-tested': [
    aVerdict({
      pipelines: [aPipeline('assess'), aSkippedPipeline('r-report', 'Rscript is not installed')],
      notTested: [
        { what: 'pipeline r-report', why: 'Rscript is not installed' },
        { what: 'column reports.monthly.made_at', why: 'two runs without the change differ in it' },
      ],
    }),
    aContext(),
  ],
  'still-up': [aVerdict({ pipelines: [aPipeline('assess')] }), beforeTeardown],
}
