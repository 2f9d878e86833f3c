import { expect } from 'chai'
import { ReplicaError } from '../../src/errors.ts'
import { loadSpec } from '../../src/spec/load.ts'

const smallest = `version: 1
production: {stacks: [shop-data]}
stores:
  app: {resource: AppDatabase, database: app}
`

describe('loadSpec', () => {
  it('fills in every default of the smallest file', () => {
    const spec = loadSpec(`${smallest}pipelines:\n  - {name: one, run: make}\nchecks:\n  - {name: unit, run: make test}\n`, 'replica.yml')
    const shape = { size: 'smallest', runOn: 'auto', allow: [] }
    const life = { ttlMs: 14_400_000, maxTtlMs: 86_400_000, atMost: 5, keepOnFailureMs: 0, requireFuse: false }
    expect(spec.replica).to.deep.equal({ ...life, ...shape })
    expect(spec.aws).to.deep.equal({ roles: {}, accounts: [] })
    expect(spec.change).to.deep.equal({ base: 'main', migrations: {}, run: [], rollout: false })
    expect(spec.notify).to.deep.equal({ to: [], when: 'always' })
    expect(spec.stores).to.deep.equal({ app: { resource: 'AppDatabase', database: 'app', data: 'latest-snapshot' } })
    expect(spec.pipelines[0]).to.deep.equal({
      name: 'one',
      job: { kind: 'command', run: 'make' },
      needs: [],
      timeoutMs: 600_000,
      store: 'app',
    })
    expect(spec.checks[0]).to.deep.equal({ name: 'unit', run: 'make test', timeoutMs: 600_000, store: 'app' })
  })

  it('holds the life of a replica below the longest, which the usual one never exceeds', () => {
    const life = (text: string) => loadSpec(`${smallest}replica: ${text}\n`, 'replica.yml').replica
    expect(life('{max-ttl: 90m}')).to.include({ ttlMs: 5_400_000, maxTtlMs: 5_400_000 })
    expect(life('{ttl: 3d, max-ttl: 3d}')).to.include({ ttlMs: 259_200_000 })
    expect(() => life('{ttl: 25h}')).to.throw(/replica\.yml:5:16.*"ttl" is 25h, but must be at most 24h, which is max-ttl/s)
    expect(() => life('{max-ttl: 90m, ttl: 91m}')).to.throw(/replica\.yml:5:30.*at most 90m/s)
  })

  it('takes one role for every duty, or one for each, and asks for whole ARNs and accounts in quotes', () => {
    const role = (name: string) => `arn:aws:iam::123456789012:role/ci/${name}`
    const one = loadSpec(`${smallest}aws: {role: "${role('all')}", accounts: ["123456789012"]}\n`, 'replica.yml')
    expect(one.aws).to.deep.equal({
      roles: { provision: role('all'), teardown: role('all'), notify: role('all') },
      accounts: ['123456789012'],
    })
    const roles = `{provision: "${role('p')}", teardown: "${role('t')}", notify: "${role('n')}"}`
    const several = loadSpec(`${smallest}aws:\n  role: ${roles}\n  read-role: "${role('r')}"\n`, 'replica.yml')
    expect(several.aws).to.deep.equal({
      roles: { provision: role('p'), teardown: role('t'), notify: role('n') },
      readRole: role('r'),
      accounts: [],
    })
    const fault = (text: string) => () => loadSpec(`${smallest}aws: ${text}\n`, 'replica.yml')
    expect(fault('{role: ci}')).to.throw(/replica.yml:5:.*the ARN of a role/)
    expect(fault('{accounts: [123456789012]}')).to.throw(/an account of 12 digits, in quotes/)
    expect(fault(`{role: {provision: "${role('p')}", notify: "${role('n')}"}}`)).to.throw(/teardown/)
  })

  it('reads everything that the design shows', () => {
    const spec = loadSpec(complete, 'replica.yml')
    expect(spec.production.stacks).to.deep.equal(['newvision-network', 'newvision-data', 'newvision-hosts'])
    expect(spec.mask[0]).to.deep.equal({
      store: 'app',
      schema: 'public',
      table: 'students',
      column: 'name',
      method: 'fake-name',
      place: 'replica.yml:15:3',
    })
    expect(spec.mask[1]?.method).to.equal('null')
    expect(spec.change.migrations).to.deep.equal({ app: ['db/migrations/*.sql'] })
    expect(spec.pipelines.map((each) => each.store)).to.deep.equal(['app', 'warehouse', undefined])
    expect(spec.pipelines[2]?.skipUnless).to.equal('command -v airflow')
    expect(spec.accept[0]?.until).to.equal('2026-12-31')
  })

  it('takes template files as paths or with parameters, whose values keep their text', () => {
    const text = smallest.replace(
      '{stacks: [shop-data]}',
      '{templates: {a: a.yml, b: {path: b.yml, parameters: {Account: 012345678901, On: true}}}}',
    )
    expect(loadSpec(text, 'r.yml').production.templates).to.deep.equal({
      a: { path: 'a.yml', parameters: {} },
      b: { path: 'b.yml', parameters: { Account: '012345678901', On: 'true' } },
    })
  })

  it('reports every fault of a file at once, each with file, line and column', () => {
    const faults = faultsOf(`version: 2
production: {stacks: [shop-data], templates: {a: a.yml}}
replica: {ttl: 90, sise: same}
stores:
  app: {resource: AppDatabase, database: app}
  other: {resource: Other}
mask:
  app.public.students: hash
  apq.public.students.email: hush
pipelines:
  - {name: one, run: make, sql: a.sql}
  - {name: one, run: make, needs: [two]}
  - {name: three, sql: three.sql}
  - name: four
accept:
  - {rule: OUTPUT_SAME, until: 2026-02-30}
notify: {from: nobody, to: [a@b.example]}
`)
    expect(faults).to.have.members([
      '1:10 spec.bad_value',
      '2:13 spec.choose_one',
      '3:16 spec.bad_value',
      '3:20 spec.unknown_key',
      '6:10 spec.missing_key',
      '8:3 spec.bad_value',
      '9:3 spec.unknown_reference',
      '9:30 spec.bad_value',
      '11:5 spec.choose_one',
      '11:5 spec.missing_key',
      '12:12 spec.duplicate_name',
      '12:36 spec.unknown_reference',
      '13:5 spec.missing_key',
      '14:5 spec.choose_one',
      '16:5 spec.missing_key',
      '16:32 spec.bad_value',
      '17:16 spec.bad_value',
    ])
  })

  it('names the nearest spelling of an unknown key', () => {
    const error = errorOf(`${smallest}pipelnes: []\n`)
    expect(error.text.remedy).to.match(/^Did you mean "pipelines"\? Allowed here: version, production/)
  })

  it('names the nearest store of an unknown reference', () => {
    const error = errorOf(`${smallest}pipelines:\n  - {name: one, run: make, store: ap}\n`)
    expect(error.code).to.equal('spec.unknown_reference')
    expect(error.text.remedy).to.equal('Did you mean "app"? Known: app.')
  })

  it('asks for a unit where a duration is a bare number', () => {
    const error = errorOf(`${smallest}replica:\n  ttl: 90\n`)
    expect(error.message).to.equal(
      'replica.yml:6:8: "ttl" is the number 90, but must be a duration with a unit, such as 90s, 10m, 4h or 1d.',
    )
    expect(error.text.remedy).to.equal('Did you mean "90s"?')
  })

  it('shows the way of a circle of needs', () => {
    const text = 'pipelines:\n  - {name: a, run: x, needs: [b]}\n  - {name: b, run: x, needs: [c]}\n  - {name: c, run: x, needs: [a]}\n'
    const error = errorOf(smallest + text)
    expect(error.code).to.equal('spec.cycle')
    expect(error.message).to.contain('a → b → c → a')
  })

  for (const [what, text, line] of [
    ['a key given twice', 'version: 1\nversion: 1\n', 2],
    ['a tab for indentation', 'version: 1\nproduction:\n\tstacks: [a]\n', 3],
    ['an open bracket', 'version: [1\n', 2],
    ['a second document', 'version: 1\n---\nversion: 1\n', 2],
    ['an unknown tag', 'version: !one 1\n', 1],
    ['an alias of nothing', 'version: *one\n', 1],
  ] as const) {
    it(`calls ${what} a fault of the YAML, with its line`, () => {
      const [first] = problemsOf(text)
      expect(first?.code).to.equal('spec.syntax')
      expect(first?.text.place).to.match(new RegExp(`^replica.yml:${line}:\\d+$`))
    })
  }

  it('stops a bomb of aliases', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`)
    const [first] = problemsOf(['a0: &a0 [x]', ...levels].join('\n'))
    expect(first?.message).to.contain('more than 100 aliases')
  })

  it('survives nesting without end', () => {
    expect(problemsOf('['.repeat(50_000))[0]?.code).to.equal('spec.syntax')
  })

  for (const text of ['', '# nothing\n', 'just text\n', '- a list\n', 'null\n']) {
    it(`says what belongs in a file that holds ${JSON.stringify(text)}`, () => {
      expect(errorOf(text).code).to.equal('spec.bad_value')
    })
  }

  it('refuses names that only JavaScript knows', () => {
    expect(faultsOf(`${smallest}__proto__: {a: 1}\nconstructor: 1\n`)).to.deep.equal(['5:1 spec.unknown_key', '6:1 spec.unknown_key'])
  })
})

function errorOf(text: string): ReplicaError {
  try {
    loadSpec(text, 'replica.yml')
  } catch (error) {
    if (error instanceof ReplicaError) return error
    throw error
  }
  throw new Error('the file was accepted')
}

function problemsOf(text: string): readonly ReplicaError[] {
  const error = errorOf(text)
  return error.problems.length > 0 ? error.problems : [error]
}

function faultsOf(text: string): string[] {
  return problemsOf(text).map((each) => `${each.text.place?.replace('replica.yml:', '')} ${each.code}`)
}

const complete = `version: 1
production:
  region: us-east-1
  stacks: [newvision-network, newvision-data, newvision-hosts]
replica:
  ttl: 4h
  size: {Warehouse: ra3.large}
  keep-on-failure: 0m
  run-on: {host: PipelineHost}
  allow: []
stores:
  warehouse: {resource: Warehouse,   database: dev, data: latest-snapshot}
  app:       {resource: newvision-data/AppDatabase, database: app, data: empty}
mask:
  app.public.students.name:  fake-name
  app.public.students.email: null
change:
  base: main
  migrations: {app: db/migrations/*.sql}
  run: npx knex migrate:latest
  rollout: true
checks:
  - {name: unit, run: Rscript tests/run.R, timeout: 90s}
pipelines:
  - {name: record-scores, run: python3 pipelines/record_scores.py, store: app}
  - {name: assess, sql: pipelines/assess.sql, store: warehouse, needs: [record-scores], timeout: 10m}
  - {name: nightly-dag, run: airflow dags test nightly, on: PipelineHost, skip-unless: command -v airflow}
accept:
  - {rule: OUTPUT_SAME, table: reports.ela, because: new weighting, until: 2026-12-31}
notify:
  from: CI <ci@newvision.example>
  to: [data-team@newvision.example]
  when: change
`
