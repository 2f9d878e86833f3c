import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { expect } from 'chai'
import type { SessionRecord } from '../../src/local-cloud/credentials.ts'
import { type HelperEnd, runHelper } from '../support/run-helper.ts'
import { type SmallCompany, startSmallCompany } from '../support/small-company.ts'

const org = '11111111-2222-3333-4444-555555555555'
const role = 'arn:aws:iam::111122223333:role/prod-replica/ci'
/** The SDK asks for new keys when those that it has end within five minutes: those of such sessions after a second. */
const sessionSeconds = 301

describe('a rehearsal in CI without keys, by its OIDC token alone', function () {
  this.timeout(90_000)
  let company: SmallCompany
  let picture: string

  before(async () => {
    // A queue takes about a second, so that a run outlives short sessions.
    company = await startSmallCompany({ timeScale: 0.015 })
    picture = await company.picture()
  })
  after(() => company?.close())
  beforeEach(async () => {
    await company.trouble()
    await rm(join(company.cloud.folder, 'state', 'sts-sessions'), { recursive: true, force: true })
    await mkdir(join(company.cloud.folder, 'state', 'sts-sessions'), { recursive: true })
  })

  it('takes the role once, in a session that the token tags and CloudTrail can read', async () => {
    const end = await rehearse({ token: tokenFor(3_600) })
    expect(end.exitCode, end.stderr).to.equal(0)
    const [first, ...others] = await sessions()
    expect(others).to.deep.equal([])
    expect(first?.tags).to.deep.equal({ project: 'shop' })
    expect(first?.arn).to.match(/^arn:aws:sts::111122223333:assumed-role\/ci\/prod-replica-shop-[0-9a-f]{8}$/)
    expect(end.stderr).to.contain(`account 111122223333, region us-east-1, as ${first?.arn}`)
    await expectNothing(end)
  })

  it('outlives many sessions, each renewed before its end', async () => {
    await company.trouble({ sessionSeconds })
    const end = await rehearse({ token: tokenFor(3_600) })
    expect(end.exitCode, end.stderr).to.equal(0)
    const { length } = await sessions()
    expect(length, 'one for a second or so of each client, not for each call').to.be.within(3, 40)
    await expectNothing(end)
  })

  it('outlives sessions that are over as soon as they are used', async () => {
    await company.trouble({ sessionSeconds: 0.8 })
    const end = await rehearse({ token: tokenFor(3_600) })
    expect(end.exitCode, end.stderr).to.equal(0)
    await expectNothing(end)
  })

  it('outlives the token too, where the job’s circleci program gives new ones', async () => {
    await company.trouble({ sessionSeconds })
    const program = await circleciProgram(tokenFor(3_600))
    const end = await rehearse({ token: tokenFor(3), PATH: `${program}${delimiter}${process.env.PATH}` })
    expect(end.exitCode, end.stderr).to.equal(0)
    await expectNothing(end)
  })

  it('says so where nobody gives a new token, and what it made is found by reap', async () => {
    await company.trouble({ sessionSeconds })
    const end = await rehearse({ token: tokenFor(3) })
    expect(end.stderr).to.contain('CI’s OIDC token ended at')
    expect(end.exitCode).to.equal(3)
    await company.rest()
    expect((await run(['list'], { token: tokenFor(3_600) })).stdout).to.contain('acme/shop by circleci')
    const reaped = await run(['reap', '--all', '--mine'], { token: tokenFor(3_600) })
    expect(reaped.exitCode, reaped.stderr).to.equal(0)
    await expectNothing(reaped)
  })

  it('reads production with another role, which it takes from the first with the run’s tags', async () => {
    const reader = 'arn:aws:iam::444455556666:role/read'
    await writeFile(
      join(company.checkout, 'both.yml'),
      await withAws(`{role: "${role}", read-role: "${reader}", accounts: ["111122223333"]}`),
    )
    const end = await run(['rehearse', '--config', 'both.yml'], { token: tokenFor(3_600) })
    expect(end.stderr).to.contain('account 444455556666').and.to.contain('(identity.account_refused)')
    await writeFile(
      join(company.checkout, 'both.yml'),
      await withAws(`{role: "${role}", read-role: "${reader}", accounts: ["111122223333", "444455556666"]}`),
    )
    const allowed = await run(['rehearse', '--config', 'both.yml'], { token: tokenFor(3_600) })
    expect(allowed.exitCode, allowed.stderr).to.equal(0)
    expect(allowed.stderr).to.contain('account 444455556666').and.to.contain('account 111122223333')
    const reading = (await sessions()).filter(({ arn }) => arn.includes(':444455556666:'))
    expect(Object.keys(reading[0]?.tags ?? {})).to.have.members(['prod-replica:id', 'prod-replica:owner'])
    await expectNothing(allowed)
  })

  interface Job {
    token: string
    PATH?: string
  }

  const rehearse = (job: Job): Promise<HelperEnd> => run(['rehearse'], job)

  /** With nothing of keys, and the region by the name that only the AWS CLI knows. */
  function run(words: readonly string[], { token, ...more }: Job): Promise<HelperEnd> {
    const ci = { CIRCLECI: 'true', CIRCLE_PROJECT_USERNAME: 'acme', CIRCLE_PROJECT_REPONAME: 'shop', CIRCLE_PIPELINE_ID: 'one' }
    const aws = { AWS_ENDPOINT_URL: company.cloud.endpoint, AWS_DEFAULT_REGION: 'us-east-1', AWS_ROLE_ARN: role }
    return runHelper(words, { folder: company.checkout, environment: { ...ci, ...aws, CIRCLE_OIDC_TOKEN_V2: token, ...more } })
  }

  async function withAws(aws: string): Promise<string> {
    return `${await readFile(join(company.checkout, 'replica.yml'), 'utf8')}aws: ${aws}\n`
  }

  /** The sessions that STS gave since the test began, the first first. */
  async function sessions(): Promise<SessionRecord[]> {
    const folder = join(company.cloud.folder, 'state', 'sts-sessions')
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
    const records = texts.map((text) => (JSON.parse(text) as { record: SessionRecord }).record)
    return records.sort((a, b) => a.expiresAt.localeCompare(b.expiresAt))
  }

  async function circleciProgram(token: string): Promise<string> {
    const folder = join(company.cloud.folder, 'program')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'circleci'), `#!/bin/sh\necho "${token}"\n`)
    await chmod(join(folder, 'circleci'), 0o755)
    return folder
  }

  async function expectNothing({ stderr }: HelperEnd): Promise<void> {
    await company.trouble()
    await company.rest()
    expect(await company.leftovers(), stderr).to.deep.equal([])
    expect(await company.picture()).to.equal(picture)
  }
})

/** A token as CircleCI gives it, for so many seconds. */
function tokenFor(seconds: number): string {
  const tags = { 'https://aws.amazon.com/tags': { principal_tags: { project: ['shop'] } } }
  const claims = { iss: `https://oidc.circleci.com/org/${org}`, aud: org, sub: `org/${org}/project/p/user/u`, ...tags }
  const exp = Math.floor(Date.now() / 1000) + seconds
  const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  return `${text({ alg: 'RS256' })}.${text({ ...claims, exp })}.c2lnbmF0dXJl`
}
