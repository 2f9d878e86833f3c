import { expect } from 'chai'
import { mergeShards } from '../../../src/rehearsal/shards/merge.ts'
import type { ShardVerdict } from '../../../src/rehearsal/shards/types.ts'
import type { Verdict } from '../../../src/rehearsal/types.ts'
import { command, makeSpec, portsFor } from '../../support/rehearse.ts'
import { aBrokenVerdict, aCheck, aFailedMigration, aFinding, aPipeline, aRename, aVerdict } from '../../support/verdict-builder.ts'

const split = [['c'], ['a', 'b'], ['d']]
const spec = makeSpec({
  pipelines: ['a', 'b', 'c', 'd'].map((name) => command(name, 'true')),
  checks: [{ name: 'unit', run: 'true', timeoutMs: 1000 }],
})
const ports = portsFor('/nowhere')
const merge = (shards: ShardVerdict[], parts: Partial<typeof spec> = {}) => mergeShards(shards, { ...spec, ...parts }, ports)

/** What a shard leaves whose pipelines all pass, unless it is said otherwise. */
function shard(number: number, parts: Partial<Verdict> = {}, division = split): ShardVerdict {
  const pipelines = (division[number - 1] ?? []).map((name) => aPipeline(name))
  const checks = number === 1 ? [aCheck('unit')] : []
  return { ...aVerdict({ pipelines, checks, ...parts }), shard: { number, total: division.length, split: division } }
}

const failure = { code: 'store.unreachable', message: 'the store "app" does not answer.', remedy: 'Look at it.' }

describe('mergeShards', () => {
  it('makes one passed verdict, with the pipelines as they are written and the checks of the first shard', async () => {
    const verdict = await merge([shard(3), shard(1), shard(2)])
    expect(verdict.status).to.equal('passed')
    expect(verdict.pipelines.map(({ name, status }) => [name, status])).to.deep.equal(['a', 'b', 'c', 'd'].map((name) => [name, 'passed']))
    expect(verdict.checks.map(({ name }) => name)).to.deep.equal(['unit'])
    expect(verdict).not.to.have.any.keys('shard', 'failure')
  })

  it('puts together what each has found, with the times from the first start to the last end', async () => {
    const early = { startedAt: '2026-11-20T08:00:00.000Z' }
    const late = { finishedAt: '2026-11-20T10:00:00.000Z' }
    const schema = [aRename()]
    const broken = { pipelines: [aPipeline('a', { status: 'broken' }), aPipeline('b')], findings: [aFinding({ pipeline: 'a' })] }
    const changed = {
      pipelines: [aPipeline('d', { status: 'changed' })],
      findings: [aFinding({ pipeline: 'd', rule: 'OUTPUT_SAME', severity: 'changed' })],
    }
    const verdict = await merge([
      shard(1, { schema, ...late }),
      shard(2, { schema, ...early, ...broken }),
      shard(3, { schema, ...changed }),
    ])
    expect(verdict.status).to.equal('broken')
    expect(verdict.findings.map(({ pipeline, severity }) => [pipeline, severity])).to.deep.equal([
      ['a', 'broken'],
      ['d', 'changed'],
    ])
    expect(verdict).to.include({ ...early, ...late })
    expect(verdict.schema).to.deep.equal(schema)
  })

  it('tells once what every shard tells: a migration that fails, and what was not tested', async () => {
    const told = {
      migrations: [aFailedMigration()],
      findings: [{ ...aFinding({ rule: 'MIGRATION_APPLIES' }), pipeline: undefined } as never],
      notTested: [{ what: 'rollout', why: 'no base' }],
    }
    const verdict = await merge([1, 2, 3].map((number) => shard(number, told)))
    expect(verdict.status).to.equal('broken')
    expect(verdict.findings).to.have.length(1)
    expect(verdict.notTested).to.deep.equal(told.notTested)
  })

  it('is inconclusive without a shard, and names what did not run', async () => {
    const verdict = await merge([shard(1), shard(3)])
    expect(verdict.status).to.equal('inconclusive')
    expect(verdict.pipelines.filter(({ status }) => status === 'not_run').map(({ name }) => name)).to.deep.equal(['a', 'b'])
    expect(verdict.notTested[0]).to.deep.equal({ what: 'a', why: 'shard 2 of 3 left no verdict' })
    expect(verdict.failure?.message).to.equal('shard 2 of 3 left no verdict, so these did not run: a, b.')
  })

  it('names the checks too when it is the first that is missing', async () => {
    const verdict = await merge([shard(2), shard(3)])
    expect(verdict.status).to.equal('inconclusive')
    expect(verdict.checks.map(({ status }) => status)).to.deep.equal(['skipped'])
    expect(verdict.failure?.message).to.contain('c, unit')
  })

  it('says why a shard has no verdict where it could still say so', async () => {
    const verdict = await merge([shard(1), shard(2, { status: 'inconclusive', failure, pipelines: [] }), shard(3)])
    expect(verdict.status).to.equal('inconclusive')
    expect(verdict.failure).to.deep.equal(failure)
    expect(verdict.pipelines[0]).to.include({ status: 'not_run', reason: `shard 2 of 3 failed: ${failure.message}` })
  })

  it('stays broken when something is broken and a shard is missing as well', async () => {
    const verdict = await merge([shard(1, { pipelines: [aPipeline('c', { status: 'broken' })], findings: [aFinding({ pipeline: 'c' })] })])
    expect(verdict.status).to.equal('broken')
    expect(verdict.notTested.map(({ what }) => what)).to.deep.equal(['a', 'b', 'd'])
  })

  it('does not miss a shard that had nothing to do', async () => {
    const division = [['a', 'b'], ['c', 'd'], []]
    const idle = shard(3, { revisions: {} }, division)
    expect((await merge([shard(1, {}, division), shard(2, {}, division), idle])).status).to.equal('passed')
    expect((await merge([shard(1, {}, division), shard(2, {}, division)])).status).to.equal('passed')
  })

  it('notes an entry of accept that no shard has used, and accepts by one that a shard has', async () => {
    const accept = (pipeline: string) => ({ rule: 'OUTPUT_SAME', pipeline, because: 'new weighting', until: '2999-12-31' })
    const changed = {
      pipelines: [aPipeline('d', { status: 'changed' as const })],
      findings: [
        aFinding({ pipeline: 'd', rule: 'OUTPUT_SAME', severity: 'changed' }),
        aFinding({ pipeline: 'a', rule: 'ACCEPT_EXPIRED', severity: 'note' }),
      ],
    }
    const verdict = await merge([shard(1), shard(2), shard(3, changed)], { accept: [accept('a'), accept('d')] })
    expect(verdict.status).to.equal('passed')
    expect(verdict.findings.map(({ rule, accepted }) => [rule, accepted !== undefined])).to.have.deep.members([
      ['OUTPUT_SAME', true],
      ['ACCEPT_UNUSED', false],
    ])
  })

  const strangers: Record<string, ShardVerdict> = {
    'another replica': shard(2, { replicaId: 'other-12345678' }),
    'another revision': shard(2, { revisions: { candidate: { sha: 'fff', subject: 'Another' } } }),
    'another division': shard(2, {}, [['a'], ['b', 'c'], ['d']]),
    'another number of shards': shard(2, {}, [['c'], ['a', 'b', 'd']]),
    'another effect of the migrations': shard(2, { schema: [aRename()] }),
    'another outcome of the migrations': shard(2, { migrations: aBrokenVerdict({ migrations: [aFailedMigration()] }).migrations }),
  }
  for (const [what, stranger] of Object.entries(strangers))
    it(`refuses shards of ${what}`, async () => {
      const refused = await merge([shard(1), stranger, shard(3)]).catch((error: unknown) => error)
      expect(refused).to.include({ code: 'shard.disagree' })
    })

  it('refuses shards of other pipelines than those of replica.yml', async () => {
    const refused = await merge([shard(1), shard(2), shard(3)], { pipelines: spec.pipelines.slice(1) }).catch((error: unknown) => error)
    expect(refused).to.include({ code: 'shard.disagree' })
  })
})
