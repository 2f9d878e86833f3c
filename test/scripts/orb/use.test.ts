import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse, stringify } from 'yaml'
import { injectOrb } from '../../../scripts/orb/inject.ts'
import { readSource } from '../../../scripts/orb/read-source.ts'
import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { libraryOf } from '../../orb/runner/library.ts'
import { planJob } from '../../orb/runner/plan-job.ts'

const orb = readSource('orb')
const pipeline = readFileSync('.circleci/pipeline.yml', 'utf8')
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** What CircleCI takes beside a job's own parameters where a workflow calls it. */
const ofWorkflow = ['name', 'context', 'requires', 'filters', 'matrix', 'pre-steps', 'post-steps', 'type']

describe('configs that use the orb', () => {
  const uses = [
    ...Object.entries(orb.examples).map(([name, example]) => [`the example ${name}`, example.usage as Mapping] as const),
    ['our own pipeline', parse(pipeline) as Mapping] as const,
  ]

  for (const [what, config] of uses) {
    it(`give its jobs only parameters that they have: ${what}`, () => {
      const calls = callsIn(config).filter(([name]) => name.startsWith('prod-replica/'))
      expect(calls).not.to.deep.equal([])
      const caller = { library: libraryOf({ ...config, orbs: { 'prod-replica': orb } }), scope: {} }
      for (const [name, given] of calls) planJob(name, given, caller)
    })
  }

  for (const [name, { usage }] of Object.entries(orb.examples)) {
    it(`need one line under orbs, for this version: the example ${name}`, () => {
      const [major, minor] = version.split('.')
      expect((usage as Mapping).orbs).to.deep.equal({ 'prod-replica': `prod-replica/prod-replica@${major}.${minor}` })
    })
  }

  it('tear down after any end of the jobs that make and use the replica', () => {
    const [teardown] = rawCallsIn(orb.examples['compose-with-your-own-jobs']?.usage as Mapping).filter(
      ([name]) => name === 'prod-replica/teardown',
    )
    expect(teardown?.[1].requires).to.deep.equal([
      { 'prod-replica/provision-replica': 'terminal' },
      { 'prod-replica/run-integration': 'terminal' },
    ])
  })

  it('get the packed orb in place of the empty one, and nothing else', () => {
    const injected = parse(injectOrb(pipeline, 'prod-replica', stringify(orb))) as Mapping
    const before = parse(pipeline) as Mapping
    expect((injected.orbs as Mapping)['prod-replica']).to.deep.equal(JSON.parse(JSON.stringify(orb)))
    expect({ ...injected, orbs: null }).to.deep.equal({ ...before, orbs: null })
    expect(() => injectOrb('version: 2.1\n', 'prod-replica', 'jobs: {}')).to.throw(/no orb prod-replica under orbs/)
  })
})

function callsIn(config: Mapping): [job: string, parameters: Mapping][] {
  return rawCallsIn(config).map(([name, call]) => [
    name,
    Object.fromEntries(Object.entries(call).filter(([key]) => !ofWorkflow.includes(key))),
  ])
}

function rawCallsIn(config: Mapping): [job: string, call: Mapping][] {
  const jobs = Object.values(config.workflows as Mapping).flatMap((workflow) => (workflow as Mapping).jobs as Value[])
  return jobs.map((job) => {
    const [name = '', call = {}] = isMapping(job) ? (Object.entries(job)[0] ?? []) : [String(job)]
    return [name, call as Mapping]
  })
}
