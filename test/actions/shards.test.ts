import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { openResults } from '../../src/actions/results.ts'
import type { Run } from '../../src/actions/run.ts'
import { keepRecording, keepVerdict, mergeVerdicts, openShard, wholeVerdict } from '../../src/actions/shards.ts'
import { createClock } from '../../src/adapters/clock.ts'
import { createFiles } from '../../src/adapters/files.ts'
import type { Event } from '../../src/events.ts'
import type { Shard } from '../../src/rehearsal/shards/types.ts'
import type { Verdict } from '../../src/rehearsal/types.ts'
import { command, makeSpec } from '../support/rehearse.ts'
import { aContext, aPipeline, aRun, aVerdict } from '../support/verdict-builder.ts'

describe('shards in the results folder', () => {
  let folder: string
  let run: Run
  let events: Event[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prod-replica-shards-'))
    run = runIn({})
  })

  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** As much of a run as merging needs, with the environment of one container. */
  function runIn(environment: Record<string, string>): Run {
    const files = createFiles(folder)
    events = []
    const run: Partial<Run> = {
      spec: makeSpec({ pipelines: ['a', 'b', 'c'].map((name) => command(name, 'true')) }),
      identity: aContext().run,
      results: openResults('out', { files, workingFolder: folder }),
      ports: { files, clock: createClock(), environment } as never,
      events,
      emit: (code, data) => void events.push({ code, data, at: '2026-11-20T09:00:00.000Z' } as Event),
    }
    return run as Run
  }

  const finish = async (shard: Shard, parts: Partial<Verdict> = {}) => {
    const pipelines = (shard.split[shard.number - 1] ?? []).map((name) => aPipeline(name, { candidate: aRun({ durationMs: 5000 }) }))
    const recorded = Object.fromEntries(pipelines.map(({ name }) => [name, {}]))
    await keepRecording(run, { version: 1, madeBy: '0.1.0', stores: {}, pipelines: recorded }, shard)
    await keepVerdict(run, aVerdict({ pipelines, ...parts }), shard)
  }
  const open = async (place: string) => (await openShard(run, place)) as Shard
  const names = async () => (await readdir(join(folder, 'out'))).sort()

  it('leaves files that no other shard writes, so that a workspace can hold them all', async () => {
    await finish(await open('2/2'))
    expect(await names()).to.deep.equal(['verdict.2-of-2.json', 'verdict.2-of-2.recording.json'])
  })

  it('merges them to verdict, report, recording and durations, as often as it is asked', async () => {
    for (const place of ['1/2', '2/2']) await finish(await open(place))
    for (let times = 0; times < 2; times += 1) {
      const verdict = await wholeVerdict(run, {})
      expect(verdict?.status).to.equal('passed')
      expect(verdict?.pipelines.map(({ name }) => name)).to.deep.equal(['a', 'b', 'c'])
    }
    expect(await names()).to.include.members(['verdict.json', 'report.html', 'report.md', 'junit.xml'])
    expect(await read('durations.json')).to.deep.equal({ pipelines: { a: 5000, b: 5000, c: 5000 }, checks: {} })
    expect(Object.keys((await read('recording.json')).pipelines as object)).to.have.members(['a', 'b', 'c'])
    expect(events.map(({ code }) => code)).to.include('shard.merged')
  })

  it('divides by what the last run took', async () => {
    await run.results.writeJson('durations.json', { pipelines: { a: 10, b: 10, c: 900 }, checks: {} })
    expect((await open('1/2')).split).to.deep.equal([['c'], ['a', 'b']])
  })

  it('takes its share from a parallel CircleCI job, unless told otherwise', async () => {
    run = runIn({ CIRCLE_NODE_INDEX: '1', CIRCLE_NODE_TOTAL: '2' })
    expect(await openShard(run, undefined)).to.include({ number: 2, total: 2 })
    expect(await openShard(run, '1/1')).to.equal(undefined)
  })

  it('names what did not run where a shard has left nothing, and keeps no recording of a part', async () => {
    await finish(await open('2/2'))
    const verdict = await wholeVerdict(run, {})
    expect(verdict?.status).to.equal('inconclusive')
    expect(verdict?.failure?.message).to.contain('shard 1 of 2 left no verdict, so these did not run: a, c')
    expect(await names()).not.to.include.members(['recording.json'])
    expect(await names()).not.to.include.members(['durations.json'])
  })

  it('says so, and does not fail, where files do not belong together or are none of ours', async () => {
    await finish(await open('1/2'))
    await finish(await open('2/2'), { replicaId: 'other-12345678' })
    expect((await wholeVerdict(run, {}))?.failure?.code).to.equal('shard.disagree')
    for (const text of ['{', 'null', '{}', '{"status": "passed", "shard": {"number": 1, "total": 2}}', '[]']) {
      await writeFile(join(folder, 'out', 'verdict.1-of-2.json'), text)
      expect((await wholeVerdict(run, {}))?.failure?.code, text).to.equal('cli.no_results')
    }
  })

  it('forgets what shards of an earlier division have left, and all of them after a run of everything', async () => {
    await finish(await open('1/2'))
    await finish(await open('1/3'))
    expect(await names()).to.deep.equal(['verdict.1-of-3.json', 'verdict.1-of-3.recording.json'])
    await keepVerdict(run, aVerdict())
    expect(await names()).to.deep.equal(['durations.json', 'verdict.json'])
    expect(await mergeVerdicts(run, {})).to.equal(undefined)
  })

  const read = async (name: string) => JSON.parse(await readFile(join(folder, 'out', name), 'utf8')) as Record<string, unknown>
})
