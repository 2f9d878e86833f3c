import { expect } from 'chai'
import type { Finding, PipelineResult, Verdict } from '../../../src/rehearsal/types.ts'
import { change } from '../changes/types.ts'
import { pipelines } from '../pipelines.ts'
import { type Cell, cellsOf } from './cell.ts'
import { scoreOf } from './score.ts'
import { formatTable } from './table.ts'

describe('the score of a matrix', () => {
  it('counts what was called passed and is not as missed, and what was called broken and is the same as a false alarm', () => {
    const { missed, falseAlarms, recall, precision } = scoreOf([
      cell('different', 'passed'),
      cell('different', 'changed'),
      cell('same', 'broken'),
      cell('same', 'passed'),
    ])
    expect([missed.length, falseAlarms.length, recall, precision]).to.deep.equal([1, 1, 0.5, 0.5])
  })

  it('takes what was not decided, and what was called by another kind, for neither', () => {
    const { missed, undecided, otherKind } = scoreOf([cell('fails', 'inconclusive'), cell('fails', 'changed'), cell('fails', 'broken')])
    expect([missed.length, undecided.length, otherKind.length]).to.deep.equal([0, 1, 1])
  })

  it('knows whether a finding names the column, and the line where the pipeline uses it', () => {
    const right = { table: 'public.scores', column: 'points', place: { file: 'pipelines/report.R', line: 9 } }
    expect(judge(right)).to.include({ column: true, line: true })
    expect(judge({ ...right, column: 'weight' })).to.include({ column: false })
    expect(judge({ ...right, place: { file: 'pipelines/report.R', line: 2 } })).to.include({ column: true, line: false })
    expect(judge({ table: 'reports.r_summary', effect: 'the change altered rows of app.public.scores' })).to.include({
      column: true,
      line: false,
    })
  })

  it('prints a mark for each cell', () => {
    expect(formatTable([cell('different', 'passed', 'p'), cell('fails', 'broken', 'q')]).split('\n')).to.deep.equal(['   p q', 'c  ! b'])
  })
})

function cell(kind: Cell['truth']['kind'], said: Cell['said'], pipeline = 'p'): Cell {
  return { change: 'c', pipeline, truth: { kind, where: [] }, said, detail: '' }
}

function judge(parts: Partial<Finding>): Cell | undefined {
  const report = pipelines.filter(({ name }) => name === 'report')
  const finding: Finding = { rule: 'R', level: 'VALUE', severity: 'changed', pipeline: 'report', effect: '', ...parts }
  const result = { name: 'report', status: 'changed' } as PipelineResult
  const verdict = { pipelines: [result], findings: [finding] } as unknown as Verdict
  const renamed = change('rename', 'public.scores.points', '')
  return cellsOf(renamed, report, new Map([['report', { kind: 'different', where: [] }]]), verdict)[0]
}
