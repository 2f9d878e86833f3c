import type { Decision } from '../../src/derive/types.ts'
import type {
  CheckResult,
  Finding,
  MigrationResult,
  PipelineResult,
  RunResult,
  SchemaChange,
  TableDifference,
  Verdict,
} from '../../src/rehearsal/types.ts'
import type { PlanRecord, ReportContext } from '../../src/report/types.ts'
import type { Replica } from '../../src/stack/types.ts'

/** A verdict of which a test states only what matters to it. */
export function aVerdict(parts: Partial<Verdict> = {}): Verdict {
  return {
    version: 1,
    status: 'passed',
    replicaId: 'scores-1f2e3d4c',
    revisions: {
      base: { ref: 'main', sha: 'def5678def5678def5678def5678def5678def56' },
      candidate: { sha: 'abc1234abc1234abc1234abc1234abc1234abc12', branch: 'rename-score', subject: 'Rename test_score to score' },
    },
    startedAt: '2026-11-20T09:00:00.000Z',
    finishedAt: '2026-11-20T09:00:41.000Z',
    migrations: [],
    schema: [],
    checks: [],
    pipelines: [],
    findings: [],
    notTested: [],
    masked: [],
    ...parts,
  }
}

export function aRun(parts: Partial<RunResult> = {}): RunResult {
  return { exitCode: 0, timedOut: false, durationMs: 1200, output: '', statements: 3, errors: [], ...parts }
}

export function aPipeline(name: string, parts: Partial<PipelineResult> = {}): PipelineResult {
  return {
    name,
    kind: 'command',
    store: 'app',
    needs: [],
    status: 'passed',
    baseline: aRun(),
    candidate: aRun(),
    reads: [],
    writes: [],
    differences: [],
    unstable: [],
    ...parts,
  }
}

export function aSkippedPipeline(name: string, reason: string): PipelineResult {
  const { baseline: _, candidate: __, ...rest } = aPipeline(name)
  return { ...rest, status: 'skipped', reason }
}

export function aCheck(name: string, parts: Partial<CheckResult> = {}): CheckResult {
  return { name, status: 'passed', run: aRun(), ...parts }
}

/** The change that the examples revolve around: a column gets another name. */
export function aRename(parts: Partial<SchemaChange> = {}): SchemaChange {
  return {
    id: 'app-1',
    kind: 'column_renamed',
    store: 'app',
    table: 'public.ela',
    column: 'test_score',
    before: 'test_score',
    after: 'score',
    migration: {
      place: { file: 'db/migrations/002_rename.sql', line: 3, text: 'ALTER TABLE ela RENAME COLUMN test_score TO score;' },
      statement: 'ALTER TABLE ela RENAME COLUMN test_score TO score',
    },
    ...parts,
  }
}

export function aFinding(parts: Partial<Finding> = {}): Finding {
  return {
    rule: 'COLUMN_SAME_NAME',
    level: 'STATEMENT',
    severity: 'broken',
    pipeline: 'record-scores',
    store: 'app',
    table: 'public.ela',
    column: 'test_score',
    statement: 'SELECT student_id, test_score FROM ela WHERE test_date = $1',
    place: { file: 'pipelines/record_scores.mjs', line: 14, text: "'SELECT student_id, test_score FROM ela WHERE test_date = $1'," },
    cause: 'app-1',
    effect: 'column "test_score" does not exist (42703), so the pipeline ends with exit code 1.',
    ...parts,
  }
}

export function aDifference(parts: Partial<TableDifference> = {}): TableDifference {
  return {
    store: 'warehouse',
    table: 'reports.monthly',
    rows: { before: 5, after: 5 },
    columns: [
      { column: 'at_or_above_average', nulls: { before: 0, after: 0 }, summary: { figure: 'mean', before: 45.2, after: 36.2 } },
      { column: 'subject_average', nulls: { before: 0, after: 0.2 }, summary: { figure: 'mean', before: 71.48, after: null } },
    ],
    examples: [
      {
        before: { subject: 'ELA', at_or_above_average: '45', subject_average: '70.2' },
        after: { subject: 'ELA', at_or_above_average: '0', subject_average: null },
      },
    ],
    ...parts,
  }
}

export function aFailedMigration(parts: Partial<MigrationResult> = {}): MigrationResult {
  return {
    store: 'app',
    source: 'db/migrations/003_type.sql',
    status: 'failed',
    durationMs: 12,
    failure: {
      sqlState: '22P02',
      message: 'invalid input syntax for type date: "fall"',
      place: { file: 'db/migrations/003_type.sql', line: 2, text: 'ALTER COLUMN test_date TYPE date USING test_date::date;' },
    },
    ...parts,
  }
}

/** The example that everything is shown with: one pipeline fails loudly, another changes silently. */
export function aBrokenVerdict(parts: Partial<Verdict> = {}): Verdict {
  const traceback = [
    'reading 100 rows',
    'error: column "test_score" does not exist',
    '    at Parser.parseErrorMessage (pg/parser.js:283:98)',
  ]
  return aVerdict({
    status: 'broken',
    schema: [aRename()],
    checks: [aCheck('unit')],
    pipelines: [
      aPipeline('record-scores', { status: 'broken', candidate: aRun({ exitCode: 1, durationMs: 340, output: traceback.join('\n') }) }),
      aPipeline('assess', { kind: 'sql' }),
      aPipeline('monthly-report', {
        status: 'changed',
        store: 'warehouse',
        needs: ['record-scores', 'assess'],
        differences: [aDifference()],
      }),
      aSkippedPipeline('r-report', 'Rscript is not installed'),
    ],
    findings: [
      aFinding({
        rule: 'OUTPUT_SAME',
        level: 'VALUE',
        severity: 'changed',
        pipeline: 'monthly-report',
        place: { file: 'pipelines/monthly_report.mjs', line: 22, text: 'const score = row.test_score ?? 0' },
        effect: 'exits 0, but reports.monthly.at_or_above_average of ELA goes from 45 to 0.',
      }),
      aFinding({ remedy: 'Write score instead of test_score in pipelines/record_scores.mjs:14.' }),
    ],
    notTested: [{ what: 'pipeline r-report', why: 'Rscript is not installed' }],
    masked: ['app.public.students.name', 'app.public.students.email'],
    ...parts,
  })
}

export function aReplica(parts: Partial<Replica> = {}): Replica {
  const arn = 'arn:aws:cloudformation:us-east-1:000000000000:stack/prod-replica-scores-1f2e3d4c-data/1'
  return {
    id: 'scores-1f2e3d4c',
    owner: 'newvision/scores by jane',
    region: 'us-east-1',
    account: '000000000000',
    createdAt: '2026-11-20T08:59:20.000Z',
    expiresAt: '2026-11-20T13:00:00.000Z',
    stacks: [
      {
        name: 'prod-replica-scores-1f2e3d4c-data',
        arn,
        production: 'newvision-data',
        status: 'CREATE_COMPLETE',
        outputs: { BucketName: 'replica-bucket' },
        resources: [
          aResource('DataBucket', 'AWS::S3::Bucket', 20, 24),
          aResource('AppDatabase', 'AWS::RDS::DBInstance', 24, 52),
          aResource('Warehouse', 'AWS::Redshift::Cluster', 24, 58),
        ],
      },
    ],
    stores: {},
    hosts: {},
    ...parts,
  }
}

function aResource(logicalId: string, type: string, from: number, to: number): Replica['stacks'][number]['resources'][number] {
  const at = (second: number) => `2026-11-20T08:59:${String(second).padStart(2, '0')}.000Z`
  return { logicalId, type, startedAt: at(from), finishedAt: at(to), status: 'CREATE_COMPLETE' }
}

export function aContext(parts: Partial<ReportContext> = {}): ReportContext {
  return {
    replica: aReplica(),
    events: [
      { code: 'store.ready', at: '2026-11-20T09:00:01.000Z', data: { store: 'app', seconds: 2 } },
      {
        code: 'store.masked',
        at: '2026-11-20T09:00:03.000Z',
        data: { store: 'app', columns: ['public.students.name'], rows: 100, seconds: 1.5 },
      },
      {
        code: 'change.migrated',
        at: '2026-11-20T09:00:05.000Z',
        data: { store: 'app', source: 'db/migrations/002_rename.sql', milliseconds: 40 },
      },
      {
        code: 'pipeline.finished',
        at: '2026-11-20T09:00:12.000Z',
        data: { pipeline: 'record-scores', side: 'baseline', exitCode: 0, seconds: 6.2 },
      },
      {
        code: 'pipeline.finished',
        at: '2026-11-20T09:00:14.000Z',
        data: { pipeline: 'record-scores', side: 'candidate', exitCode: 1, seconds: 0.3 },
      },
      { code: 'stack.delete_completed', at: '2026-11-20T09:00:41.000Z', data: { stack: 'prod-replica-scores-1f2e3d4c-data', seconds: 12 } },
    ],
    run: {
      replicaId: 'scores-1f2e3d4c',
      owner: 'newvision/scores by jane',
      thread: 'newvision/scores/rename-score',
      url: 'https://circleci.com/gh/newvision/scores/123',
      number: '#123',
    },
    plan: aPlanRecord(),
    teardown: { deleted: ['prod-replica-scores-1f2e3d4c-data'], survivors: [] },
    resultsFolder: '.prod-replica',
    now: '2026-11-20T09:00:45.000Z',
    ...parts,
  }
}

/** What was planned for the replica: of every kind of decision one. */
export function aPlanRecord(parts: Partial<PlanRecord> = {}): PlanRecord {
  const decision = (logicalId: string, type: string, kind: Decision['kind'], reason: string): Decision => {
    return { logicalId, type, kind, reasons: [{ rule: kind, reason }] }
  }
  return {
    version: 1,
    region: 'us-east-1',
    stacks: [
      {
        name: 'newvision-data',
        decisions: [
          decision('AppDatabase', 'AWS::RDS::DBInstance', 'restored', 'restored from the latest snapshot of production'),
          decision('Warehouse', 'AWS::Redshift::Cluster', 'shrunk', 'one node in place of four'),
          decision('NightlyRule', 'AWS::Events::Rule', 'disabled', 'a schedule would run on its own'),
          decision('ReportTopic', 'AWS::SNS::Topic', 'dropped', 'its subscriptions reach people outside'),
          decision('Key', 'AWS::KMS::Key', 'shared', 'snapshots are encrypted with it; replica.allow takes it on'),
          decision('DataBucket', 'AWS::S3::Bucket', 'kept', 'nothing in it leads out'),
          decision('DataBucketPolicy', 'AWS::S3::BucketPolicy', 'kept', 'nothing in it leads out'),
        ],
      },
      {
        name: 'permissions boundary',
        decisions: [decision('Boundary', 'AWS::IAM::ManagedPolicy', 'added', 'denies production to every role')],
      },
    ],
    estimate: {
      time: { upSeconds: 480, downSeconds: 300 },
      cost: {
        source: 'AWS Price List',
        currency: 'USD',
        region: 'us-east-1',
        date: '2026-10-01',
        perHour: 0.342,
        perRehearsal: 0.17,
        lifeSeconds: 1680,
        workSeconds: 900,
        items: [],
        unpriced: [],
        notCounted: [],
      },
    },
    ...parts,
  }
}
