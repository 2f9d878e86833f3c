import { expect } from 'chai'
import type { Mapping } from '../../scripts/orb/types.ts'
import type { Step } from '../orb/runner/step.ts'
import { planOf } from './config.ts'

const orb = `
orbs:
  tool:
    executors:
      default: {parameters: {tag: {type: string, default: "1"}}, docker: [{image: "tool:<< parameters.tag >>", environment: {FROM: image}}]}
    commands:
      say:
        parameters: {text: {type: string}, loud: {type: boolean, default: false}}
        steps:
          - run: {command: say, environment: {TEXT: << parameters.text >>, LOUD: << parameters.loud >>}}
          - when: {condition: << parameters.loud >>, steps: [run: shout]}
          - unless: {condition: << parameters.loud >>, steps: [run: whisper]}
    jobs:
      greet:
        parameters:
          executor: {type: executor, default: default}
          before: {type: steps, default: []}
          mood: {type: enum, enum: [good, bad], default: good}
          times: {type: integer, default: 1}
          secret: {type: env_var_name, default: TOKEN}
        executor: << parameters.executor >>
        parallelism: << parameters.times >>
        environment: {MOOD: << parameters.mood >>}
        steps: [{steps: << parameters.before >>}, {say: {text: "\\\\<< not a parameter >> << parameters.mood >>"}}]
executors: {default: {docker: [{image: mine}]}}
commands: {prepare: {steps: [run: "prepare <<EOF"]}}
parameters: {deep: {type: boolean, default: false}}
`

function greet(given: string): string {
  return `${orb}\nworkflows: {w: {jobs: [tool/greet: ${given}]}}`
}

describe('a config that is expanded', () => {
  it('takes an orb’s names for the orb’s and the config’s for the config’s', () => {
    const [ofOrb] = planOf(greet('{}'))
    expect(ofOrb?.work?.image).to.equal('tool:1')
    const [ofConfig] = planOf(greet('{executor: default, before: [prepare, tool/say: {text: hi}]}'))
    expect(ofConfig?.work?.image).to.equal('mine')
    expect(commandsOf(ofConfig?.work?.steps)).to.deep.equal(['prepare <<EOF', 'say', 'whisper', 'say', 'whisper'])
    expect(planOf(greet('{executor: {name: tool/default, tag: "7"}}'))[0]?.work?.image).to.equal('tool:7')
  })

  it('keeps types, fills in defaults, and leaves an escaped reference as it is', () => {
    const work = planOf(greet('{times: 3, mood: bad}'))[0]?.work
    expect(work?.parallelism).to.equal(3)
    expect(work?.environment).to.deep.equal({ FROM: 'image', MOOD: 'bad' })
    expect(work?.steps[0]).to.deep.include({ environment: { TEXT: '<< not a parameter >> bad', LOUD: 'false' } })
  })

  for (const [given, refusal] of [
    ['{nosuch: 1}', /no parameter nosuch/],
    ['{times: 1.5}', /times must be of type integer/],
    ['{mood: odd}', /mood must be one of good, bad/],
    ['{secret: "a b"}', /secret must be of type env_var_name/],
    ['{executor: nosuch}', /no executor nosuch/],
    ['{before: [nosuch]}', /no step or command nosuch/],
    ['{requires: [x: sometimes]}', /no status sometimes/],
    ['{mood: << pipeline.nosuch >>}', /no value pipeline.nosuch/],
  ] as const) {
    it(`is refused with ${given}`, () => {
      expect(() => planOf(greet(given))).to.throw(refusal)
    })
  }

  it('puts pre-steps and post-steps around a job’s', () => {
    const [job] = planOf(greet('{pre-steps: [run: first], post-steps: [run: last]}'))
    expect(commandsOf(job?.work?.steps)).to.deep.equal(['first', 'say', 'whisper', 'last'])
  })

  it('makes a job of each combination of a matrix that is not excluded, and requires them all by one name', () => {
    const plan = planOf(`${orb}
workflows:
  w:
    jobs:
      - tool/greet: {name: "g-<< matrix.mood >><< matrix.times >>", matrix: {alias: all, parameters: {mood: [good, bad], times: [1, 2]}, exclude: [{mood: bad, times: 2}]}}
      - last: {type: no-op, requires: [all: terminal]}`)
    expect(plan.map(({ name }) => name)).to.deep.equal(['g-good1', 'g-good2', 'g-bad1', 'last'])
    expect(plan[3]?.requires.map(({ job }) => job)).to.deep.equal(['g-good1', 'g-good2', 'g-bad1'])
    expect(plan[1]?.work?.parallelism).to.equal(2)
  })

  for (const [when, values, isOn] of [
    ['pipeline.trigger.type == "schedule"', { 'trigger.type': 'schedule' }, true],
    [
      'pipeline.trigger.type == "schedule" and not (pipeline.git.branch == "main")',
      { 'trigger.type': 'schedule', 'git.branch': 'main' },
      false,
    ],
    ['pipeline.git.branch =~ /^re/ or pipeline.git.branch starts-with "x"', { 'git.branch': 'xy' }, true],
    ['{and: [{equal: [main, << pipeline.git.branch >>]}, {not: << pipeline.parameters.deep >>}]}', { 'git.branch': 'main' }, true],
    [
      '{or: [<< pipeline.parameters.deep >>, {matches: {pattern: "v.", value: << pipeline.git.branch >>}}]}',
      { 'git.branch': 'v12' },
      false,
    ],
  ] satisfies [string, Mapping, boolean][]) {
    it(`runs a workflow ${isOn ? '' : 'not '}when ${when}`, () => {
      const quoted = when.startsWith('{') ? when : JSON.stringify(when)
      const plan = planOf(`${orb}\nworkflows:\n  w:\n    when: ${quoted}\n    jobs: [tool/greet: {}]`, values)
      expect(plan).to.have.length(isOn ? 1 : 0)
    })
  }

  for (const [filters, branch, isMeant] of [
    ['{branches: {ignore: main}}', 'main', false],
    ['{branches: {only: [/feature-.*/, main]}}', 'feature-1', true],
    ['{branches: {only: /feature/}}', 'feature-1', false],
    ['pipeline.git.branch == "main"', 'main', true],
  ] as const) {
    it(`${isMeant ? 'takes' : 'leaves out'} a job with ${filters} on ${branch}`, () => {
      expect(
        planOf(greet(`{filters: ${filters.startsWith('{') ? filters : JSON.stringify(filters)}}`), { 'git.branch': branch }),
      ).to.have.length(isMeant ? 1 : 0)
    })
  }
})

function commandsOf(steps: readonly Step[] = []): string[] {
  return steps.flatMap((step) => (step.kind === 'run' ? [step.command] : []))
}
