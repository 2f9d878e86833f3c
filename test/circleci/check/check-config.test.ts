import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse, stringify } from 'yaml'
import { packOrb } from '../../../scripts/orb/pack.ts'
import { checkConfig } from '../../../src/circleci/check/check-config.ts'

const orbs = { 'prod-replica/prod-replica': packOrb('orb', { version: '1.0.0', bytes: new Uint8Array(1) }) }

const sound = `version: 2.1
orbs: {prod-replica: prod-replica/prod-replica@0.1}
executors:
  box: {parameters: {tag: {type: string, default: x}}, docker: [{image: "cimg/base:<< parameters.tag >>"}]}
commands:
  greet:
    parameters:
      to: {type: string}
      how: {type: enum, enum: [loud, low], default: low}
      times: {type: integer, default: 1}
    steps: [{run: {name: "<< parameters.how >> << parameters.times >>", command: "echo << parameters.to >>"}}]
jobs:
  build:
    executor: {name: box, tag: y}
    steps: [checkout, {greet: {to: you, how: loud, times: 2}}]
workflows:
  main:
    jobs:
      - build: {name: one}
      - build: {name: two, requires: [one]}
      - prod-replica/provision-replica: {requires: [two]}
      - prod-replica/teardown:
          requires: [{prod-replica/provision-replica: terminal}]
`

const damages: [string, string, string][] = [
  ['undefined-step', 'steps: [checkout,', 'steps: [chekout,'],
  ['undefined-step', '{greet: {to: you', '{greets: {to: you'],
  ['undefined-job', '- build: {name: one}', '- biuld: {name: one}'],
  ['undefined-job', '- prod-replica/teardown', '- prod-replica/tear-down'],
  ['undefined-executor', '{name: box, tag', '{name: bax, tag'],
  ['unknown-parameter', '{name: box, tag: y}', '{name: box, tagg: y}'],
  ['unknown-parameter', 'times: 2}', 'time: 2}'],
  ['unknown-parameter', '{requires: [two]}', '{requires: [two], tttl: 3h}'],
  ['missing-parameter', '{to: you, how', '{how'],
  ['wrong-type', 'times: 2', 'times: many'],
  ['wrong-type', 'how: loud', 'how: shrill'],
  ['undeclared-parameter', 'echo << parameters.to >>', 'echo << parameters.to >> << parameters.from >>'],
  ['unused-parameter', 'to: {type: string}', 'to: {type: string}\n      idle: {type: string, default: x}'],
  ['unknown-requires', 'requires: [one]', 'requires: [oen]'],
  ['unknown-status', 'provision-replica: terminal', 'provision-replica: finished'],
  ['duplicate-job', 'name: two, requires: [one]', 'name: one'],
  ['cycle', '- build: {name: one}', '- build: {name: one, requires: [two]}'],
  ['unreadable', 'workflows:', 'workflows: ]'],
]

describe('checkConfig', () => {
  it('finds nothing in a sound config', () => {
    expect(check(sound)).to.deep.equal([])
  })

  for (const [rule, from, to] of damages)
    it(`names ${rule} when "${to.replaceAll('\n', ' ')}" is written`, () => {
      expect(sound).to.include(from)
      expect(check(sound.replace(from, to)).map((problem) => problem.rule)).to.include(rule)
    })

  it('says where a problem is', () => {
    expect(check(sound.replace('[checkout,', '[chekout,'))[0]?.place).to.equal('config.yml:15:13')
  })

  it('finds nothing in the packed orb and its examples', () => {
    const orb = orbs['prod-replica/prod-replica']
    const { examples } = parse(orb) as { examples: Record<string, { usage: unknown }> }
    const texts = [orb, ...Object.values(examples).map(({ usage }) => stringify(usage)), readFileSync('.circleci/config.yml', 'utf8')]
    for (const text of texts) expect(check(text).filter(({ rule }) => rule !== 'unchecked')).to.deep.equal([])
  })

  it('says once that an orb is not at hand, and leaves its calls alone', () => {
    const text = sound.replace('orbs: {', 'orbs: {slack: circleci/slack@5, ').replace('[checkout,', '[slack/notify, slack/notify,')
    expect(check(text).map(({ rule }) => rule)).to.deep.equal(['unchecked'])
  })

  it('lets a job that is called twice wait for its first call', () => {
    expect(
      check(sound.replace('{name: one}', '{}').replace('{name: two, requires: [one]}', '{requires: [build]}').replace('[two]', '[build]')),
    ).to.deep.equal([])
  })

  it('takes a section that depends on a parameter for a use of it', () => {
    expect(check(sound.replace('<< parameters.times >>', '<<#parameters.times>>x<</parameters.times>>'))).to.deep.equal([])
  })

  it('leaves the calls of an inline orb alone that is yet to be filled in', () => {
    const text = sound.replace('orbs: {', 'orbs: {later: {}, ').replace('[checkout,', '[later/notify,')
    expect(check(text).map(({ rule }) => rule)).to.deep.equal(['unchecked'])
  })

  const hostile = {
    'an empty file': '',
    'a list': '- a',
    'control characters': '\0\x01',
    'wrong types everywhere': 'jobs: 3\ncommands: [a]\nworkflows: {a: [], b: 7, c: {jobs: [[x], 4, null, {a: 1}]}}\norbs: {a: 4, b: null}',
    'an alias inside what it stands for':
      'jobs: &a {b: *a, steps: *a, <<: *a}\norbs: &o {p: {orbs: *o}, q: {orbs: *o}}\nworkflows: {w: {jobs: *a}}',
    'an alias of nothing': 'jobs: *nothing',
    'a billion of aliases': `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}\njobs: {j: {steps: *a30}}`,
    'deep nesting': `jobs: ${'['.repeat(5000)}`,
  }
  for (const [what, text] of Object.entries(hostile))
    it(`never throws on ${what}`, () => {
      expect(check(text)).to.be.an('array')
    })
})

function check(text: string) {
  return checkConfig({ path: 'config.yml', text }, orbs)
}
