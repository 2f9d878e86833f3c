import * as patterns from './patterns.ts'
import { type Entry, list, object, text } from './shape.ts'

const timeout: Entry = {
  value: { kind: 'duration', positive: true },
  default: '10m',
  description: 'It is ended, and counts as failed, after this long.',
  example: '10m',
}
const store: Entry = {
  value: text(patterns.storeName),
  description: 'The store that PGHOST and its like point at; the only store where there is one.',
  example: 'app',
}

const check = object({
  name: { value: text(patterns.pipelineName), required: true, description: 'Its name in reports.', example: 'unit' },
  run: { value: text(), required: true, description: 'A shell line that must exit 0.', example: 'Rscript tests/run.R' },
  store,
  timeout,
})

const pipeline = object(
  {
    name: { value: text(patterns.pipelineName), required: true, description: 'Its name, in reports and in needs.', example: 'assess' },
    run: { value: text(), description: 'A shell line.', example: 'python3 pipelines/record_scores.py' },
    sql: { value: text(), description: 'An SQL file, run by the helper itself.', example: 'pipelines/assess.sql' },
    store,
    needs: { value: list(text()), description: 'Pipelines that must have run before.', example: '[record-scores]' },
    timeout,
    outputs: {
      value: list(text(patterns.outputFile), 1),
      description: 'Files that it writes, relative to its working folder, or absolute: compared with and without the change.',
      example: '[reports/*.csv]',
    },
    on: { value: text(patterns.logicalId), description: 'Logical id of the host that it must run on.', example: 'PipelineHost' },
    'skip-unless': {
      value: text(),
      description: 'A command that must exit 0, else the pipeline is skipped and named as not tested.',
      example: 'command -v Rscript',
    },
  },
  ['run', 'sql'],
)

const acceptance = object({
  rule: { value: text(patterns.ruleName), required: true, description: 'The rule whose finding is intended.', example: 'OUTPUT_SAME' },
  store: { value: text(patterns.storeName), description: 'Only in this store.', example: 'app' },
  table: { value: text(patterns.tableName), description: 'Only in this table (schema.table).', example: 'reports.ela' },
  column: { value: text(), description: 'Only in this column.', example: 'test_score' },
  pipeline: { value: text(), description: 'Only in this pipeline.', example: 'assess' },
  because: { value: text(), required: true, description: 'Why the effect is intended.', example: 'new weighting' },
  until: { value: { kind: 'date' }, required: true, description: 'Last day on which it is accepted (UTC).', example: '2026-12-31' },
})

/** The part of replica.yml that says what is run and what is accepted. */
export const pipelineEntries = {
  checks: { value: list(check), description: 'Test commands that must exit 0.', example: '[{name: unit, run: npm test}]' },
  pipelines: {
    value: list(pipeline),
    description: 'The jobs that are rehearsed.',
    example: '[{name: assess, sql: pipelines/assess.sql, store: app}]',
  },
  accept: {
    value: list(acceptance),
    description: 'Intended effects, each with a reason and an end date.',
    example: '[{rule: OUTPUT_SAME, because: new weighting, until: 2026-12-31}]',
  },
} satisfies Record<string, Entry>
