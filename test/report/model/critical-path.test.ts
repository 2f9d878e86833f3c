import { expect } from 'chai'
import { criticalPath, summarizePhases } from '../../../src/report/model/critical-path.ts'
import type { Span } from '../../../src/report/types.ts'

describe('the critical path of a rehearsal', () => {
  it('is the chain of what each next thing had to wait for, back from the last to end', () => {
    const spans = [span('network', 0, 5), span('bucket', 5, 8), span('database', 5, 60), span('migrate', 60, 61), span('pipeline', 61, 70)]
    expect(labelsOf(criticalPath(spans))).to.deep.equal(['pipeline', 'migrate', 'database', 'network'])
  })

  it('takes an overlap of a second or so for one after the other, and no longer one', () => {
    expect(labelsOf(criticalPath([span('a', 0, 100), span('b', 99, 200)]))).to.deep.equal(['b', 'a'])
    expect(labelsOf(criticalPath([span('a', 0, 100), span('b', 98, 200)]))).to.deep.equal(['b'])
  })

  it('ends, whatever the times are', () => {
    expect(labelsOf(criticalPath([span('a', 3, 3), span('b', 3, 3), span('c', 4, 1)]))).to.have.length.within(1, 3)
    expect(criticalPath([]).size).to.equal(0)
  })
})

describe('the phases of a timeline', () => {
  it('are its groups from the first start to the last end, in the order in which they began', () => {
    const bar = { label: 'x', detail: '', status: 'done', critical: true } as const
    const phases = summarizePhases([
      { ...bar, group: 'pipelines', from: 40, to: 50 },
      { ...bar, group: 'stack data', from: 0, to: 10 },
      { ...bar, group: 'stack data', from: 5, to: 30, label: 'y', critical: false },
    ])
    expect(phases).to.deep.equal([
      { name: 'stack data', from: 0, to: 30, critical: ['x'] },
      { name: 'pipelines', from: 40, to: 50, critical: ['x'] },
    ])
  })
})

function span(label: string, from: number, to: number): Span {
  return { group: 'all', label, detail: '', fromMs: from * 1000, toMs: to * 1000, status: 'done' }
}

function labelsOf(path: ReadonlySet<Span>): string[] {
  return [...path].map(({ label }) => label)
}
