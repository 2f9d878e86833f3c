import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { parse } from 'yaml'
import { specJsonSchema } from '../../src/spec/json-schema.ts'
import { loadSpec } from '../../src/spec/load.ts'

const base = 'version: 1\nproduction: {stacks: [a]}\nstores: {app: {resource: Db, database: app}}\n'

const good = [
  base,
  `${base}replica: {ttl: 1d, size: same, keep-on-failure: 0m, run-on: runner, allow: [x]}\n`,
  `${base}replica: {size: {Db: db.t4g.small}, run-on: {host: Host}}\n`,
  `${base}mask: {app.public.t.c: null, app.public.t.d: hash}\n`,
  `${base}mask: {"*.*.*.email": hash, "app.public.*.*_name": fake-name, app.public.t.n: empty}\n`,
  `${base}change: {base: origin/main, migrations: {app: [a.sql, b.sql]}, run: [a, b], rollout: true}\n`,
  `${base}checks: [{name: a, run: b, store: app, timeout: 5s}]\npipelines: [{name: a.b, sql: a.sql, skip-unless: x}]\n`,
  `${base}pipelines: [{name: a, run: x, outputs: [reports/*.csv, 'out/**/*.json', /tmp/assessment.csv, '/tmp/a-*.csv']}]\n`,
  `${base}accept: [{rule: OUTPUT_SAME, because: x, until: 2026-12-31}]\n`,
  `${base}notify: {from: Us <a@b.example>, to: [c@d.example], when: change, smtp: {host: smtp.b.example, port: 587, user-env: SMTP_USER, password-env: SMTP_PASSWORD}}\n`,
  base.replace('stacks: [a]', 'templates: {a: a.yml, b: {path: b.yml, parameters: {P: 5}}}'),
  base.replace('{stacks: [a]}', '{stacks: [a], region: eu-west-3, parameters: {a: {Key: x}}}'),
]

const bad = [
  '',
  'version: 1\n',
  base.replace('version: 1', 'version: 2'),
  base.replace('version: 1', "version: '1'"),
  base.replace('stacks: [a]', 'stacks: []'),
  base.replace('stacks: [a]', 'stacks: [a_b]'),
  base.replace('stacks: [a]', 'region: us-east-1'),
  base.replace('stacks: [a]', 'stacks: [a], templates: {a: a.yml}'),
  base.replace('app:', 'App:'),
  base.replace('database: app', 'database: 5'),
  base.replace('database: app', 'databse: app'),
  `${base}replica: {ttl: 0h}\n`,
  `${base}replica: {ttl: 4}\n`,
  `${base}replica: {ttl: 4 hours}\n`,
  `${base}replica: {size: medium}\n`,
  `${base}replica: {run-on: [x]}\n`,
  `${base}mask: {app.t.c: hash}\n`,
  `${base}mask: {app.public.t.c: scramble}\n`,
  `${base}change: {rollout: maybe}\n`,
  `${base}change: {run: []}\n`,
  `${base}checks: [{name: a}]\n`,
  `${base}pipelines: [{name: A, run: x}]\n`,
  `${base}pipelines: [{name: a}]\n`,
  `${base}pipelines: [{name: a, run: x, sql: y}]\n`,
  `${base}pipelines: [{name: a, run: x, outputs: [../a.csv]}]\n`,
  `${base}pipelines: [{name: a, run: x, outputs: ['/tmp/*/a.csv']}]\n`,
  `${base}pipelines: [{name: a, run: x, outputs: ['/**']}]\n`,
  `${base}pipelines: [{name: a, run: x, outputs: []}]\n`,
  `${base}accept: [{rule: OUTPUT_SAME, until: 2026-12-31}]\n`,
  `${base}accept: [{rule: OUTPUT_SAME, because: x, until: soon}]\n`,
  `${base}notify: {to: [nobody]}\n`,
  `${base}notify: {when: sometimes}\n`,
  `${base}extra: 1\n`,
]

describe('the JSON schema of replica.yml', () => {
  const validate = compile()

  for (const text of good) {
    it(`takes, as the loader does: ${shown(text)}`, () => {
      expect(validate(parse(text)), JSON.stringify(validate.errors)).to.equal(true)
      expect(() => loadSpec(text, 'replica.yml')).not.to.throw()
    })
  }

  for (const text of bad) {
    it(`refuses, as the loader does: ${shown(text)}`, () => {
      expect(validate(parse(text))).to.equal(false)
      expect(() => loadSpec(text, 'replica.yml')).to.throw()
    })
  }

  it('gives every key a description for the editor', () => {
    expect(keysWithoutDescription(specJsonSchema())).to.deep.equal([])
  })
})

function compile(): ValidateFunction {
  return new Ajv2020({ strict: false, validateFormats: false }).compile(specJsonSchema())
}

function shown(text: string): string {
  return text.replace(base, '… ').replaceAll('\n', '; ')
}

function keysWithoutDescription(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const properties = Object.entries((schema as { properties?: Record<string, { description?: string }> }).properties ?? {})
  const missing = properties.filter(([, entry]) => entry.description === undefined).map(([key]) => key)
  return [...missing, ...Object.values(schema).flatMap(keysWithoutDescription)]
}
