import type { ColumnDifference, PipelineResult, RowExample, TableDifference, Verdict } from '../../rehearsal/types.ts'
import { cleanLine } from '../clean.ts'
import type { ExampleSummary, OutputSummary } from '../types.ts'
import { formatNumber, formatShare } from '../words.ts'

const cellLimit = 60
const cellsShown = 12
const examplesShown = 5

/** Every table that a pipeline wrote otherwise than without the change, in the order of the pipelines. */
export function summarizeOutputs(verdict: Verdict): OutputSummary[] {
  return verdict.pipelines.flatMap((pipeline) =>
    [...pipeline.differences, ...fileTables(pipeline)].map((difference) => summarizeTable(cleanLine(pipeline.name, 80), difference)),
  )
}

/** Files of rows are shown as tables are. */
function fileTables({ files }: PipelineResult): TableDifference[] {
  return (files?.differences ?? []).flatMap(({ rows }) => (rows === undefined ? [] : [{ ...rows, store: 'file' }]))
}

function summarizeTable(pipeline: string, difference: TableDifference): OutputSummary {
  return {
    pipeline,
    table: cleanLine(`${difference.store} ${difference.table}`),
    rows: difference.rows,
    columns: difference.columns.map(summarizeColumn),
    examples: summarizeExamples(difference),
  }
}

function summarizeColumn({ column, nulls, summary }: ColumnDifference): OutputSummary['columns'][number] {
  return {
    column: cleanLine(column, 80),
    nullsBefore: formatShare(nulls.before),
    nullsAfter: formatShare(nulls.after),
    figure: summary.figure === 'mean' ? 'mean' : 'distinct values',
    before: formatNumber(summary.before),
    after: formatNumber(summary.after),
  }
}

/** Up to five rows side by side. Where a table is wide, columns that differ come first and the rest is left out. */
function summarizeExamples(difference: TableDifference): OutputSummary['examples'] {
  const shown = difference.examples.slice(0, examplesShown)
  const names = [...new Set(shown.flatMap((example) => [...Object.keys(example.before ?? {}), ...Object.keys(example.after ?? {})]))]
  const differing = new Set(difference.columns.map((column) => column.column))
  const ranked = [...names.filter((name) => differing.has(name)), ...names.filter((name) => !differing.has(name))]
  const kept = new Set(ranked.slice(0, cellsShown))
  const cells = names.filter((name) => kept.has(name))
  return { cells: cells.map((name) => cleanLine(name, cellLimit)), rows: shown.map((example) => summarizeExample(example, cells)) }
}

function summarizeExample({ before, after }: RowExample, cells: readonly string[]): ExampleSummary {
  const differs = cells.flatMap((name, index) => (before?.[name] === after?.[name] ? [] : [index]))
  return {
    ...(before === null ? {} : { before: cells.map((name) => formatCell(before[name])) }),
    ...(after === null ? {} : { after: cells.map((name) => formatCell(after[name])) }),
    differs: before === null || after === null ? [] : differs,
  }
}

/** A null is `∅` and a missing column `–`, so neither is taken for a text. */
function formatCell(value: string | null | undefined): string {
  if (value === undefined) return '–'
  return value === null ? '∅' : cleanLine(value, cellLimit)
}
