import { expect } from 'chai'
import fc from 'fast-check'
import { connectedParts } from '../../../src/rehearsal/graph.ts'
import { durationsOf, parseDurations } from '../../../src/rehearsal/shards/durations.ts'
import { specOfShard, splitPipelines } from '../../../src/rehearsal/shards/split.ts'
import { command, makeSpec } from '../../support/rehearse.ts'
import { aCheck, aPipeline, aRun, aSkippedPipeline, aVerdict } from '../../support/verdict-builder.ts'

const untimed = { pipelines: {}, checks: {} }
const pipeline = (name: string, ...needs: string[]) => command(name, 'true', { needs })
const unit = { name: 'unit', run: 'true', timeoutMs: 1000 }

describe('splitPipelines', () => {
  it('divides pipelines that nobody has timed by their number', () => {
    const pipelines = ['a', 'b', 'c', 'd'].map((name) => pipeline(name))
    expect(splitPipelines({ pipelines, checks: [] }, 2, untimed)).to.deep.equal([
      ['a', 'c'],
      ['b', 'd'],
    ])
  })

  it('gives a long one a shard of its own when the last run knew how long it takes', () => {
    const pipelines = ['a', 'b', 'c', 'd'].map((name) => pipeline(name))
    const durations = { pipelines: { a: 10, b: 10, c: 90, d: 10 }, checks: {} }
    expect(splitPipelines({ pipelines, checks: [] }, 2, durations)).to.deep.equal([['c'], ['a', 'b', 'd']])
  })

  it('takes a new pipeline for a middling one, and counts the checks on the first shard', () => {
    const pipelines = [pipeline('a'), pipeline('new')]
    const durations = { pipelines: { a: 50 }, checks: { unit: 70 } }
    expect(splitPipelines({ pipelines, checks: [unit] }, 3, durations)).to.deep.equal([[], ['new'], ['a']])
  })

  it('never takes apart what needs one another, places everything once, and is the same wherever it is asked', () => {
    const graph = fc.array(fc.tuple(fc.nat(9), fc.nat(1000)), { maxLength: 12 })
    fc.assert(
      fc.property(graph, fc.integer({ min: 1, max: 6 }), (nodes, total) => {
        const pipelines = nodes.map(([need], at) => pipeline(`p${at}`, ...(need < at ? [`p${need}`] : [])))
        const durations = { pipelines: Object.fromEntries(nodes.map(([, cost], at) => [`p${at}`, cost])), checks: {} }
        const split = splitPipelines({ pipelines, checks: [] }, total, durations)
        expect(split).to.have.length(total)
        expect(split.flat().sort()).to.deep.equal(pipelines.map(({ name }) => name).sort())
        for (const part of connectedParts(pipelines)) {
          const homes = split.filter((names) => part.some(({ name }) => names.includes(name)))
          expect(homes).to.have.length(1)
        }
        expect(splitPipelines({ pipelines: [...pipelines], checks: [] }, total, { ...durations })).to.deep.equal(split)
      }),
    )
  })
})

describe('specOfShard', () => {
  it('leaves the checks to the first shard, and to each its own pipelines', () => {
    const spec = makeSpec({ pipelines: [pipeline('a'), pipeline('b')], checks: [unit] })
    const shares = [1, 2].map((number) => specOfShard(spec, { number, total: 2, split: [['a'], ['b']] }))
    expect(shares.map(({ pipelines }) => pipelines.map(({ name }) => name))).to.deep.equal([['a'], ['b']])
    expect(shares.map(({ checks }) => checks.length)).to.deep.equal([1, 0])
  })
})

describe('durations', () => {
  it('are those of what ran, by the longer side', () => {
    const slow = aPipeline('slow', { baseline: aRun({ durationMs: 100 }), candidate: aRun({ durationMs: 900 }) })
    const verdict = aVerdict({
      pipelines: [slow, aSkippedPipeline('r-report', 'no R')],
      checks: [aCheck('unit', { run: aRun({ durationMs: 50 }) })],
    })
    expect(durationsOf(verdict)).to.deep.equal({ pipelines: { slow: 900 }, checks: { unit: 50 } })
  })

  it('are read back, and what is no duration is not believed', () => {
    const text = JSON.stringify({ pipelines: { a: 5, b: -1, c: 'long', d: null }, checks: [1] })
    expect(parseDurations(text)).to.deep.equal({ pipelines: { a: 5 }, checks: { 0: 1 } })
    for (const bad of [undefined, '', '{', 'null', '[]', '{"pipelines": 3}'])
      expect(parseDurations(bad)).to.deep.equal({ pipelines: {}, checks: {} })
  })
})
