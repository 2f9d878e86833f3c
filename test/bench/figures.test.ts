import { expect } from 'chai'
import { figuresOf, medianFigures, medianOf, type Observation } from '../../bench/drive/figures.ts'

const seen: Observation = {
  startedMs: 1_000,
  exitedMs: 31_000,
  exitCode: 0,
  endedMs: 30_500,
  output: [],
  calls: [
    { operation: 'DescribeStacks', atMs: 1_200 },
    { operation: 'CreateChangeSet', atMs: 1_300 },
    { operation: 'ExecuteChangeSet', atMs: 6_000 },
  ],
}

const failure = { atMs: 10_000, reason: 'The quota of licences is exceeded' }

describe('the figures of the drive bench', () => {
  it('are the lag behind the stack, the calls a minute, and the time to the first call that changes something', () => {
    expect(figuresOf(seen)).to.include({ lag: 0.5, wall: 30, calls: 3, callsPerMinute: 6, firstChange: 5, told: null, named: null })
  })

  it('have no lag where the stack never came to its end', () => {
    const { endedMs: _, ...unended } = seen
    expect(figuresOf(unended).lag).to.equal(null)
  })

  it('tell when the reason was whole in the output, though a table wraps it', () => {
    const output = [
      { text: 'CREATE_FAILED  The quota of   Queue3\n', atMs: 11_000 },
      { text: '               licences is\n               exceeded\n', atMs: 12_500 },
    ]
    const figures = figuresOf({ ...seen, failure, output })
    expect(figures).to.include({ told: 2.5, reported: 21, named: 'at the end' })
  })

  it('tell a reason at the end from one that later lines have pushed away, and from none', () => {
    const said = { text: `${failure.reason}\n`, atMs: 11_000 }
    const rest = { text: 'rolling back\n'.repeat(30), atMs: 20_000 }
    expect(figuresOf({ ...seen, failure, output: [said, rest] }).named).to.equal('on the way')
    expect(figuresOf({ ...seen, failure, output: [rest] })).to.include({ named: 'no', told: null })
  })

  it('are medians over several runs', () => {
    const runs = [0.2, 5, 0.4].map((lag) => ({ ...figuresOf(seen), lag }))
    expect(medianFigures(runs)).to.include({ lag: 0.4, calls: 3, exitCode: 0 })
    expect([medianOf([]), medianOf([3]), medianOf([4, 1])]).to.deep.equal([null, 3, 2.5])
  })
})
