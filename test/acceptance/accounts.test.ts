import { rm } from 'node:fs/promises'
import { expect } from 'chai'
import { startTestCloud, type TestCloud } from '../local-cloud/support.ts'
import { makeProject, runHelper } from '../support/run-helper.ts'

/** A whole replica.yml, bound to one account; the local cloud's is 111122223333. */
const boundTo = (account: string): string =>
  `version: 1\nproduction:\n  region: us-east-1\n  templates: {data: data.yml}\naws: {accounts: ["${account}"]}\nstores:\n  app: {resource: Db, database: app, data: empty}\n`
const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }

describe('the accounts of replica.yml', function () {
  this.timeout(60_000)
  let local: TestCloud
  before(async () => {
    local = await startTestCloud()
  })
  after(() => local.close())

  for (const command of ['list', 'reap']) {
    it(`bind ${command}, which needs no such file`, async () => {
      const environment = { ...keys, AWS_ENDPOINT_URL: local.endpoint }
      const folder = await makeProject({ 'replica.yml': boundTo('999999999999') })
      const refused = await runHelper([command], { folder, environment })
      expect(refused.exitCode, refused.stderr).to.equal(2)
      expect(refused.stderr).to.contain('(identity.account_refused)')
      const own = await makeProject({ 'replica.yml': boundTo('111122223333') })
      const done = await runHelper([command], { folder: own, environment })
      expect(done.exitCode, done.stderr).to.equal(0)
      expect(done.stderr).to.contain('111122223333').and.to.contain('us-east-1')
      const bare = await makeProject({})
      const free = await runHelper([command], { folder: bare, environment: { ...environment, AWS_REGION: 'us-east-1' } })
      expect(free.exitCode, free.stderr).to.equal(0)
      for (const each of [folder, own, bare]) await rm(each, { recursive: true })
    })
  }
})
