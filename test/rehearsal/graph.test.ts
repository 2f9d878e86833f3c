import { expect } from 'chai'
import { connectedParts } from '../../src/rehearsal/graph.ts'
import { command } from '../support/rehearse.ts'

const pipeline = (name: string, ...needs: string[]) => command(name, 'true', { needs })
const namesOf = (...pipelines: ReturnType<typeof pipeline>[]) => connectedParts(pipelines).map((part) => part.map(({ name }) => name))

describe('connectedParts', () => {
  it('keeps together what needs one another, over any number of steps and in both directions', () => {
    expect(
      namesOf(pipeline('a'), pipeline('b', 'a'), pipeline('c'), pipeline('d', 'b'), pipeline('e', 'c', 'f'), pipeline('f')),
    ).to.deep.equal([
      ['a', 'b', 'd'],
      ['c', 'f', 'e'],
    ])
  })

  it('joins two parts when one pipeline needs both', () => {
    expect(namesOf(pipeline('a'), pipeline('b'), pipeline('both', 'a', 'b'))).to.deep.equal([['a', 'b', 'both']])
  })

  it('puts a pipeline behind those it needs, wherever it is written', () => {
    expect(namesOf(pipeline('last', 'middle'), pipeline('middle', 'first'), pipeline('first'))).to.deep.equal([['first', 'middle', 'last']])
  })
})
