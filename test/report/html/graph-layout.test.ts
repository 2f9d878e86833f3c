import { expect } from 'chai'
import { boxSize, layOut } from '../../../src/report/html/graph-layout.ts'
import type { Graph } from '../../../src/report/types.ts'

describe('the drawing of the pipelines', () => {
  it('puts changes first and each pipeline one column after the last of those it needs', () => {
    const { boxes, edges } = layOut(graphOf([['a'], ['b', 'a'], ['c', 'a', 'b']], [['a', 'broken']]))
    expect(columnsOf(boxes)).to.deep.equal({ 'rename t': 0, a: 1, b: 2, c: 3 })
    expect(edges.map(({ from, to, kind }) => `${from.title} ${kind} ${to.title}`)).to.deep.equal([
      'a needs b',
      'a needs c',
      'b needs c',
      'rename t broken a',
    ])
  })

  it('leads a path over the columns between, above every box in them', () => {
    const { boxes, edges } = layOut(graphOf([['a'], ['b', 'a']], [['b', 'changed']]))
    const lane = edges.find(({ kind }) => kind === 'changed')?.lane ?? Number.NaN
    expect(lane).to.be.below(boxes.find(({ title }) => title === 'a')?.y ?? 0)
  })

  it('lets no two boxes meet', () => {
    const { boxes } = layOut(
      graphOf(
        Array.from({ length: 30 }, (_, index) => [`p${index}`, ...(index > 9 ? [`p${index - 10}`] : [])]),
        [],
      ),
    )
    const places = boxes.map(({ x, y }) => `${x} ${y}`)
    expect(new Set(places).size).to.equal(places.length)
    const inColumn = boxes.filter(({ x }) => x === boxes[0]?.x).map(({ y }) => y)
    for (const [index, y] of inColumn.entries()) if (index > 0) expect(y - (inColumn[index - 1] ?? 0)).to.be.above(boxSize.height)
  })

  it('draws of hundreds only those that the change reaches, with what they need, and counts the others', () => {
    const many = Array.from({ length: 300 }, (_, index) => [`p${index}`, ...(index === 7 ? ['p3'] : [])])
    const { boxes, hidden } = layOut(graphOf(many, [['p7', 'broken']]))
    expect(boxes.map(({ title }) => title)).to.have.members(['rename t', 'p3', 'p7'])
    expect(hidden).to.equal(298)
  })

  it('comes to an end where pipelines need each other', () => {
    expect(
      layOut(
        graphOf(
          [
            ['a', 'b'],
            ['b', 'a'],
          ],
          [],
        ),
      ).boxes,
    ).to.have.length(2)
  })
})

/** Pipelines as `[name, ...needs]`, and the paths of one change to some of them. */
function graphOf(pipelines: readonly string[][], paths: readonly (readonly [string, 'broken' | 'changed'])[]): Graph {
  return {
    causes: paths.length === 0 ? [] : [{ id: 'app-1', title: 'renames t', short: 'rename t' }],
    pipelines: pipelines.map(([name = '', ...needs]) => ({ name, status: 'passed', needs })),
    paths: paths.map(([pipeline, severity]) => ({ cause: 'app-1', pipeline, severity })),
  }
}

function columnsOf(boxes: ReturnType<typeof layOut>['boxes']): Record<string, number> {
  return Object.fromEntries(boxes.map(({ title, x }) => [title, Math.floor(x / (boxSize.width + boxSize.gap))]))
}
