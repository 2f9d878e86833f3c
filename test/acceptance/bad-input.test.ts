import { readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { expect } from 'chai'
import { makeProject, runHelper } from '../support/run-helper.ts'

const template = 'Resources:\n  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres}}\n'
const spec = (rest = ''): string =>
  `version: 1\nproduction:\n  region: us-east-1\n  templates: {data: data.yml}\nstores:\n  app: {resource: Db, database: app, data: empty}\n${rest}`

interface Case {
  when: string
  files: Record<string, string>
  words?: string[]
  environment?: Record<string, string>
  exitCode: number
  code: string
  says: RegExp[]
}

const live = spec().replace('templates: {data: data.yml}', 'stacks: [newvision-data]')
const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-real-secret-0123456789' }

const cases: Case[] = [
  { when: 'there is no replica.yml', files: {}, exitCode: 2, code: 'spec.missing', says: [/replica\.yml: there is no/, /--config FILE/] },
  {
    when: 'replica.yml is no YAML',
    files: { 'replica.yml': 'version: 1\nstores: {app: [}\n' },
    exitCode: 2,
    code: 'spec.syntax',
    says: [/replica\.yml:2:\d+/],
  },
  {
    when: 'a key is misspelt',
    files: { 'replica.yml': spec('pipelnes: []\n'), 'data.yml': template },
    exitCode: 2,
    code: 'spec.unknown_key',
    says: [/replica\.yml:7:1/, /"pipelnes"/, /Did you mean "pipelines"/],
  },
  {
    when: 'a store names no resource',
    files: { 'replica.yml': spec().replace('resource: Db', 'resource: Database'), 'data.yml': template },
    exitCode: 2,
    code: 'production.store_unknown',
    says: [/"?Database"?/, /Db/],
  },
  {
    when: 'a template does not parse',
    files: { 'replica.yml': spec(), 'data.yml': 'Resources:\n  Db: {Type: "AWS::SNS::Topic}\n' },
    exitCode: 2,
    code: 'production.template_invalid',
    says: [/data\.yml/],
  },
  { when: 'there are no credentials', files: { 'replica.yml': live }, exitCode: 2, code: 'cloud.no_credentials', says: [/--local/] },
  {
    when: 'no network leads to AWS',
    files: { 'replica.yml': live },
    environment: { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    exitCode: 3,
    code: 'cloud.unreachable',
    says: [/127\.0\.0\.1:1/, /AWS_ENDPOINT_URL/],
  },
  {
    when: 'an option is unknown',
    files: {},
    words: ['plan', '--confg', 'x.yml'],
    exitCode: 2,
    code: 'cli.usage',
    says: [/confg/, /prod-replica plan --help/],
  },
  { when: 'a command is unknown', files: {}, words: ['rehears'], exitCode: 2, code: 'cli.usage', says: [/rehearse/] },
  {
    when: 'an option holds a variable that is not set',
    files: {},
    environment: { PROD_REPLICA_ID: 'pr-${NOPE}' },
    exitCode: 2,
    code: 'cli.unset_variable',
    says: [/PROD_REPLICA_ID/, /NOPE/],
  },
  {
    when: 'the life of the replica is no duration',
    files: { 'replica.yml': spec(), 'data.yml': template },
    words: ['provision-replica', '--ttl', 'soon'],
    exitCode: 2,
    code: 'cli.usage',
    says: [/--ttl soon/],
  },
]

describe('bad input', () => {
  for (const { when, files, words = ['plan'], environment = {}, exitCode, code, says } of cases) {
    it(`is told clearly when ${when}`, async () => {
      const folder = await makeProject(files)
      const end = await runHelper(words, { folder, environment })
      expect(end.stderr, 'standard error').to.contain(`(${code})`)
      for (const part of says) expect(end.stderr).to.match(part)
      expect(end.stderr).not.to.match(/^\s+at .*:\d+:\d+/m)
      expect(end.stderr).not.to.contain(keys.AWS_SECRET_ACCESS_KEY)
      expect(end.exitCode).to.equal(exitCode)
      expect((await readdir(folder)).sort(), 'what is in the folder').to.deep.equal(Object.keys(files).sort())
      await rm(folder, { recursive: true })
    })
  }

  it('is told as JSON where that was asked for', async () => {
    const folder = await makeProject({ 'replica.yml': spec('pipelnes: []\nmsk: {}\n'), 'data.yml': template })
    const end = await runHelper(['plan', '--json'], { folder })
    const { errors } = JSON.parse(end.stdout)
    expect(errors.map((error: { code: string }) => error.code)).to.deep.equal(['spec.unknown_key', 'spec.unknown_key'])
    await rm(folder, { recursive: true })
  })

  it('shows the stack only where that was asked for', async () => {
    const folder = await makeProject({})
    const end = await runHelper(['plan', '--verbose'], { folder })
    expect(end.stderr).to.match(/^\s+at .*prod-replica\.cjs:\d+:\d+/m)
    await rm(folder, { recursive: true })
  })
})

describe('a local cloud that cannot start', () => {
  it('says that its port is in use', async () => {
    const { server, port } = await occupyPort()
    const folder = await makeProject({})
    const end = await runHelper(['local', '--folder', 'cloud', '--port', String(port)], { folder })
    server.close()
    expect(end.stderr).to.contain(`port ${port} of 127.0.0.1 is in use`).and.to.contain('--port')
    expect(end.exitCode).to.equal(2)
    await rm(folder, { recursive: true })
  })

  it('says that its folder cannot be written', async () => {
    const folder = await makeProject({ cloud: 'a file is in the way' })
    const end = await runHelper(['local', '--folder', 'cloud'], { folder })
    expect(end.stderr)
      .to.contain('(local.folder_unusable)')
      .and.to.contain('--folder')
      .and.not.to.match(/^\s+at /m)
    expect(end.exitCode).to.equal(2)
    await rm(folder, { recursive: true })
  })
})

function occupyPort(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 })
    })
  })
}
