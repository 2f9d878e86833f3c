import { expect } from 'chai'
import { changes } from './changes/index.ts'
import { judgeMatrix, type Matrix } from './matrix.ts'
import { pipelines } from './pipelines.ts'
import { formatScore, type Score, scoreOf } from './score/score.ts'
import { formatCells, formatTable, formatWrong } from './score/table.ts'

describe('the verdict on a matrix of changes and pipelines', function () {
  this.timeout(120 * 60_000)
  const chosen = changes.filter(({ name }) => new RegExp(process.env.VERDICT_CHANGES ?? '').test(name))
  let matrix: Matrix
  let score: Score

  before(async () => {
    matrix = await judgeMatrix(chosen, (cells) => {
      const row = formatTable(cells).split('\n').at(-1)
      process.stdout.write(`${[row, ...formatWrong(scoreOf(cells))].join('\n')}\n`)
    })
    score = scoreOf(matrix.cells)
    const absent = matrix.absent.map(({ language, why }) => `absent: ${language}, ${why}`)
    process.stdout.write(`${[formatTable(matrix.cells), ...absent, formatScore(score)].join('\n')}\n`)
  })

  it('covers every change that was asked for, of at least 44, and at least 10 pipelines', () => {
    expect(changes.length).to.be.at.least(44)
    expect(pipelines.length).to.be.at.least(10)
    expect([...new Set(matrix.cells.map(({ change }) => change))]).to.deep.equal(chosen.map(({ name }) => name))
  })

  it('calls nothing passed that is broken or changed', () => {
    expect(formatCells('missed', score.missed)).to.deep.equal([])
  })

  it('decides on everything that is broken or changed', () => {
    expect(formatCells('undecided', score.undecided)).to.deep.equal([])
  })

  it('calls nothing harmless broken', () => {
    expect(
      formatCells(
        'broken',
        score.falseAlarms.filter(({ said }) => said === 'broken'),
      ),
    ).to.deep.equal([])
    expect(score.precision).to.be.at.least(0.98)
  })
})
