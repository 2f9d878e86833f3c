import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse } from 'yaml'
import { stepsIn } from '../../../scripts/orb/check.ts'
import { packOrb } from '../../../scripts/orb/pack.ts'
import { isMapping, type Orb } from '../../../scripts/orb/types.ts'
import { expandJob } from '../../orb/runner/plan-job.ts'
import type { Step } from '../../orb/runner/step.ts'
import { commandNames, withSource } from './source.ts'

const helper = { version: '1.2.3', bytes: new TextEncoder().encode('a helper') }
const golden = 'test/golden/orb/orb.yml'

describe('packing the orb', () => {
  const text = packOrb('orb', helper)
  const orb = parse(text) as Orb

  it('gives one document that people have read', () => {
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text)
    expect(text).to.equal(readFileSync(golden, 'utf8'))
  })

  it('has a job and a command for each step, and the command that installs', () => {
    expect(Object.keys(orb.jobs).sort()).to.deep.equal([...commandNames].sort())
    expect(Object.keys(orb.commands).sort()).to.deep.equal([...commandNames, 'install'].sort())
  })

  it('vouches for the helper’s bytes and version', () => {
    const [install] = expandJob(orb, 'teardown', {}).filter((step) => step.kind === 'run')
    expect(install?.environment.PROD_REPLICA_HELPER_STAMP).to.equal(createHash('sha256').update('a helper').digest('hex'))
    expect(install?.environment.PROD_REPLICA_HELPER_VERSION).to.equal('1.2.3')
    expect(text).not.to.contain('REPLACE_')
  })

  it('carries the scripts as they are written', () => {
    const commands = runsOf(expandJob(orb, 'rehearse', {})).map((step) => step.command)
    expect(commands).to.deep.equal(['install', 'run', 'verdict'].map((name) => readFileSync(`orb/scripts/${name}.sh`, 'utf8')))
  })

  it('says on the registry’s page what it is, in more than a few words', () => {
    expect(String(orb.description).length).to.be.at.least(64)
  })

  for (const name of commandNames) {
    it(`ends the job ${name} by its verdict, after everything is stored`, () => {
      const steps = expandJob(orb, name, {})
      const kinds = steps.map((step) => step.kind)
      const run = steps.findIndex((step) => step.kind === 'run' && step.environment.PROD_REPLICA_COMMAND === name)
      expect(kinds[0]).to.equal('checkout')
      expect(runsOf(steps.slice(run, run + 1))[0]?.command).to.equal(readFileSync('orb/scripts/run.sh', 'utf8'))
      expect(runsOf(steps.slice(-1))[0]?.command).to.equal(readFileSync('orb/scripts/verdict.sh', 'utf8'))
      expect(kinds.slice(run + 1, -1))
        .to.include('store_artifacts')
        .and.not.to.include('run')
    })

    it(`hands every parameter of the command ${name} on from its job`, () => {
      const ofCommand = Object.keys(parametersIn(orb, 'commands', name))
      const ofJob = Object.keys(parametersIn(orb, 'jobs', name))
      expect(ofJob).to.deep.equal(['executor', 'checkout', 'before', ...ofCommand])
      expect(ofJob).to.include('no-output-timeout')
    })
  }

  it('runs steps of the team’s own after the checkout and before the helper', () => {
    const before = [{ run: { name: 'Install R', command: 'apt-get install r-base-core' } }]
    const steps = expandJob(orb, 'run-integration', { before })
    expect(steps.slice(0, 3).map((step) => (step.kind === 'run' ? step.name : step.kind))).to.deep.equal([
      'checkout',
      'Install R',
      'Install the prod-replica helper',
    ])
    expect(expandJob(orb, 'run-integration', { checkout: false })[0]?.kind).to.equal('run')
  })

  it('keeps a missing workspace from standing between a replica and its teardown', () => {
    expect(expandJob(orb, 'teardown', {}).map((step) => step.kind)).not.to.include('attach_workspace')
    expect(expandJob(orb, 'notify', {}).map((step) => step.kind)).to.include('attach_workspace')
  })

  it('names every step and keeps every shell command in a file', () => {
    const runs = Object.values(orb.commands).flatMap((command) => stepsIn(command.steps ?? []).filter(([name]) => name === 'run'))
    const scripts = ['install', 'run', 'verdict'].map((name) => readFileSync(`orb/scripts/${name}.sh`, 'utf8'))
    expect(runs.length).to.equal(1 + 2 * commandNames.length)
    for (const [, body] of runs) {
      expect(isMapping(body) && body.name).to.be.a('string')
      expect(scripts).to.include(isMapping(body) ? body.command : '')
    }
  })
})

describe('an orb that is not right', () => {
  const bad: [what: string, files: Record<string, string>, message: RegExp][] = [
    [
      'a parameter that is used but not declared',
      command('- run: {name: a, environment: {A: << parameters.b >>}, command: c}'),
      /commands\/a: parameter b is used but not declared/,
    ],
    [
      'a parameter that is declared but not used',
      command('- run: {name: a, command: c}', 'x: {type: string, description: d}'),
      /commands\/a: parameter x is declared but not used/,
    ],
    [
      'a parameter without a description',
      command('- run: {name: a, environment: {A: << parameters.x >>}, command: c}', 'x: {type: string}'),
      /parameter x has no description/,
    ],
    [
      'a parameter inside a shell command',
      command('- run: {name: a, command: "echo << parameters.x >>"}', 'x: {type: string, description: d}'),
      /parameter stands in a shell command/,
    ],
    ['a parameter that a command does not have', command('- a: {y: 1}'), /commands\/a: a has no parameter y/],
    [
      'an include that is only part of a value',
      command('- run: {name: a, command: "set -e; <<include(scripts/a.sh)>>"}'),
      /must be the whole value/,
    ],
    ['a file that is not YAML', { 'commands/a.yml': 'description: [' }, /commands\/a\.yml: /],
    [
      'a placeholder that nothing is given for',
      command('- run: {name: REPLACE_COLOUR, command: c}'),
      /nothing was given for REPLACE_COLOUR/,
    ],
    [
      'a source that does not ask for the helper’s checksum',
      { 'commands/stamp.yml': 'description: d\nsteps: []' },
      /no REPLACE_HELPER_VERSION and no REPLACE_HELPER_SHA256/,
    ],
  ]
  for (const [what, files, message] of bad) {
    it(`is refused for ${what}`, () => {
      expect(() => withSource(files, (folder) => packOrb(folder, helper))).to.throw(message)
    })
  }

  it('is told everything that is wrong at once', () => {
    const files = { ...command('- run: {name: a, environment: {A: << parameters.b >>}, command: c}'), 'commands/b.yml': 'steps: []' }
    expect(() => withSource(files, (folder) => packOrb(folder, helper))).to.throw(
      /commands\/b has no description[\s\S]*parameter b is used/,
    )
  })

  it('has `<<` of an included script escaped, so that CircleCI does not read it as a parameter', () => {
    const files = {
      ...command('- run: {name: a, command: "<< include(scripts/a.sh) >>"}'),
      'scripts/a.sh': 'cat <<END\nx\nEND\n',
    }
    const orb = parse(withSource(files, (folder) => packOrb(folder, helper))) as Orb
    expect(JSON.stringify(orb.commands.a)).to.contain('cat \\\\<<END')
  })
})

function command(steps: string, parameters = ''): Record<string, string> {
  return { 'commands/a.yml': `description: d\nparameters: {${parameters}}\nsteps:\n  ${steps}\n` }
}

function runsOf(steps: readonly Step[]): Extract<Step, { kind: 'run' }>[] {
  return steps.filter((step) => step.kind === 'run')
}

function parametersIn(orb: Orb, kind: 'commands' | 'jobs', name: string): object {
  return orb[kind][name]?.parameters as object
}
