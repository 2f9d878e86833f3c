import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse, stringify } from 'yaml'
import { diagnose } from '../../../src/circleci/doctor/diagnose.ts'
import type { HoleRule } from '../../../src/circleci/doctor/types.ts'
import { byHand, grouped, separateJobs } from './configs.ts'

/** What is said of a config once one thing in it is damaged: the rule, the damage, and the text at the place that is named. */
type Damage = [rule: HoleRule, from: string, to: string, at: string]

const after = `          requires:
            - rehearsal/provision-replica: terminal
            - rehearsal/run-integration: terminal
`
const teardown = `      - rehearsal/teardown:
          name: clean up
${after}`

const damages: Damage[] = [
  ['no-teardown', teardown, '', 'rehearsal/provision-replica\n'],
  ['teardown-elsewhere', teardown, '  second:\n    jobs: [rehearsal/teardown]\n', 'rehearsal/provision-replica\n'],
  ['not-required', after, '', 'rehearsal/teardown'],
  ['not-required', after, '          requires: [lint]\n', 'rehearsal/teardown'],
  [
    'misses-an-end',
    after,
    '          requires: [rehearsal/provision-replica, rehearsal/run-integration]\n',
    'rehearsal/provision-replica, ',
  ],
  ['misses-an-end', after, '          requires: [rehearsal/run-integration]\n', 'rehearsal/run-integration]'],
  ['misses-an-end', 'provision-replica: terminal', 'provision-replica: success', 'rehearsal/provision-replica: success'],
  ['misses-an-end', 'provision-replica: terminal', 'provision-replica: [success, failed]', 'rehearsal/provision-replica: [success'],
  ['misses-an-end', 'run-integration: terminal', 'run-integration: [success, failed]', 'rehearsal/run-integration: [success'],
  ['misses-an-end', 'run-integration: terminal', 'run-integration: failed', 'rehearsal/run-integration: failed'],
  ['misses-an-end', 'run-integration: terminal\n', 'run-integration: terminal\n            - lint\n', 'lint\n'],
  [
    'misses-an-end',
    after,
    `${after}            - ask: terminal\n      - ask: {type: approval, requires: [rehearsal/run-integration]}\n`,
    'ask: terminal',
  ],
  ['misses-an-end', 'run-integration: terminal', 'run-intergation: terminal', 'rehearsal/run-intergation'],
  ['provision-not-required', '            - rehearsal/provision-replica: terminal\n', '', 'rehearsal/teardown'],
  ['too-early', '            - rehearsal/run-integration: terminal\n', '', 'rehearsal/teardown'],
  ['filtered', 'name: clean up', 'filters: {branches: {only: main}}', '{branches: {only: main}}\n          requires'],
  ['other-replica', 'name: clean up', 'id: review', 'rehearsal/teardown'],
  [
    'other-replica',
    '- rehearsal/provision-replica\n',
    '- rehearsal/provision-replica: {matrix: {parameters: {region: [eu-west-1, eu-west-2]}}}\n',
    'rehearsal/teardown',
  ],
  ['auto-rerun', '  check:\n', '  check:\n    max_auto_reruns: 2\n', 'max_auto_reruns'],
]

const manual = `      - clean: {requires: [{work: [success, failed, canceled]}]}\n`
const handDamages: Damage[] = [
  ['step-killed', manual, '', 'npx prod-replica teardown, when'],
  [
    'step-on-success',
    `, when: always}\n${byHand.split(', when: always}\n')[1] ?? ''}`,
    '}\nworkflows: {main: {jobs: [work]}}\n',
    'npx prod-replica teardown}',
  ],
  ['misses-an-end', '[success, failed, canceled]', 'success', 'work: success'],
  [
    'conditional',
    'steps: [checkout, clean]',
    'steps: [checkout, {when: {condition: << pipeline.parameters.x >>, steps: [clean]}}]',
    'npx prod-replica teardown --config',
  ],
  ['misses-an-end', '[success, failed, canceled]', '[success, failed]', 'work: [success'],
]

describe('doctor', () => {
  for (const file of readdirSync('orb/examples'))
    it(`finds no hole in the orb's example ${file}, and says what cannot be seen`, () => {
      const { usage } = parse(readFileSync(`orb/examples/${file}`, 'utf8')) as { usage: object }
      const { holes, problems, remarks } = diagnose({ path: 'config.yml', text: stringify(usage) })
      expect({ holes, problems }).to.deep.equal({ holes: [], problems: [] })
      expect(remarks.map(({ rule }) => rule)).to.include(file === 'reap-every-night.yml' ? 'unseen-schedule' : 'no-reap')
    })

  for (const [what, text] of Object.entries({ 'separate jobs': separateJobs, 'jobs written by hand': byHand, 'a job group': grouped }))
    it(`finds no hole in ${what}`, () => {
      expect(diagnose({ path: 'config.yml', text }).holes).to.deep.equal([])
    })

  it('asks for no schedule where a workflow has its own', () => {
    const rules = diagnose({ path: 'config.yml', text: separateJobs }).remarks.map(({ rule }) => rule)
    expect(rules).to.deep.equal(['cancelled', 'rerun'])
  })

  for (const [number, damage] of damages.entries())
    it(`names the place of ${damage[0]} in separate jobs (${number + 1})`, () => expectHole(separateJobs, damage))

  for (const [number, damage] of handDamages.entries())
    it(`names the place of ${damage[0]} in jobs by hand (${number + 1})`, () => expectHole(byHand, damage))

  it('wants a teardown that hears also of a group that was not finished', () => {
    expectHole(grouped, ['misses-an-end', 'rehearse: terminal', 'rehearse: success', 'rehearse: success'])
  })

  it('accepts a job that gathers every end, and two teardowns that share the ends', () => {
    const gathered = separateJobs.replace(
      teardown,
      `      - all:\n          type: no-op\n${after}      - rehearsal/teardown: {requires: [all]}\n`,
    )
    const shared = separateJobs.replace(
      teardown,
      `${teardown.replaceAll('terminal', 'success')}      - rehearsal/teardown:\n          name: other\n          requires: [{rehearsal/run-integration: [failed, canceled]}]\n      - rehearsal/teardown:\n          name: third\n          requires: [{rehearsal/provision-replica: [failed, canceled]}]\n`,
    )
    for (const text of [gathered, shared]) expect(diagnose({ path: 'config.yml', text }).holes).to.deep.equal([])
  })

  it('accepts several replicas in one workflow, each with a teardown of its own', () => {
    const trio = (id: string): string =>
      `      - p/provision-replica: {name: make-${id}, id: ${id}}\n      - p/teardown: {name: drop-${id}, id: ${id}, requires: [{make-${id}: terminal}]}\n`
    const text = `version: 2.1\norbs: {p: acme/prod-replica@1}\nworkflows:\n  w:\n    jobs:\n${trio('one')}${trio('two')}`
    expect(diagnose({ path: 'config.yml', text }).holes).to.deep.equal([])
    const crossed = text.replace('id: two, requires', 'id: one, requires')
    expect(diagnose({ path: 'config.yml', text: crossed }).holes.map(({ rule }) => rule)).to.include('other-replica')
  })

  it('offers a snippet that closes the hole', () => {
    const text = separateJobs.replace(teardown, '')
    const [hole] = diagnose({ path: 'config.yml', text }).holes
    const pasted = (hole?.snippet ?? '').replaceAll(/^/gm, '      ')
    const mended = text.replace('  nightly:', `${pasted}\n  nightly:`)
    expect(diagnose({ path: 'config.yml', text: mended })).to.deep.include({ holes: [], problems: [] })
  })

  it('sees no teardown where one is only printed, asked about or commented', () => {
    for (const line of ['echo npx prod-replica teardown', 'npx prod-replica teardown --help', 'true # prod-replica teardown']) {
      const text = byHand.replace('npx prod-replica teardown --config ci/replica.yml', line)
      expect(
        diagnose({ path: 'config.yml', text }).holes.map(({ rule }) => rule),
        line,
      ).to.deep.equal(['step-killed'])
    }
  })

  it('ends with configs that refer to themselves or grow without bound', () => {
    const doubling = Array.from({ length: 20 }, (_, i) => `  c${i}: {steps: [c${i + 1}, c${i + 1}]}`).join('\n')
    const text = `version: 2.1\ncommands:\n${doubling}\n  c20: {steps: [c0]}\njobs: {a: {steps: [c0]}}\njob-groups: {g: {jobs: [g]}}\nworkflows: {w: {jobs: [a: {requires: [g]}, g: {requires: [a]}]}}\n`
    expect(diagnose({ path: 'config.yml', text }).holes).to.deep.equal([])
  })

  it('says that a file is no config', () => {
    for (const text of ['', 'a: [', '- 1'])
      expect(() => diagnose({ path: 'config.yml', text }))
        .to.throw()
        .with.property('code', 'circleci.unreadable_config')
  })
})

function expectHole(sound: string, [rule, from, to, at]: Damage): void {
  expect(sound).to.include(from)
  const text = sound.replace(from, () => to)
  const line = text.slice(0, text.indexOf(at)).split('\n').length
  const { holes } = diagnose({ path: 'config.yml', text })
  expect(holes.map((hole) => `${hole.rule} ${hole.place.split(':').slice(0, 2).join(':')}`)).to.include(`${rule} config.yml:${line}`)
}
