import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createCloud } from '../../src/adapters/cloud.ts'
import { ReplicaError } from '../../src/errors.ts'
import type { Access } from '../../src/ports/credentials.ts'
import { type FakeSts, startFakeSts } from '../support/fake-sts.ts'

const role = 'arn:aws:iam::111122223333:role/ci'
const reader = 'arn:aws:iam::444455556666:role/read'
const jwt = `eyJhbGciOiJSUzI1NiJ9.${'c2VjcmV0'.repeat(20)}.c2lnbmF0dXJl`

describe('the roles that a cloud acts as', () => {
  let sts: FakeSts
  beforeEach(async () => {
    sts = await startFakeSts()
  })
  afterEach(() => sts.close())

  const environment = () => ({ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: sts.endpoint, AWS_MAX_ATTEMPTS: '1', PATH: process.env.PATH })
  const keys = { AWS_ACCESS_KEY_ID: 'OWN', AWS_SECRET_ACCESS_KEY: 'own' }
  const access = (more: Partial<Access>): Access => ({ role, sessionName: 'prod-replica-x', tags: { team: 'data' }, ...more })
  const actions = () => sts.calls.map(({ action, signedBy }) => `${action} by ${signedBy ?? 'nobody'}`)

  it('exchanges the token once for all calls, without signing that, in a session as long as a rehearsal', async () => {
    const { identity } = await createCloud(environment(), undefined, access({ token: { value: jwt } }))
    await Promise.all([identity.whoAmI(), identity.whoAmI()])
    expect((await identity.whoAmI()).arn).to.equal('arn:aws:sts::111122223333:assumed-role/ci/KEY1')
    expect(actions()[0]).to.equal('AssumeRoleWithWebIdentity by nobody')
    expect(actions().slice(1)).to.deep.equal(Array(3).fill('GetCallerIdentity by KEY1'))
    const { form } = sts.calls[0] ?? {}
    expect(form?.get('WebIdentityToken')).to.equal(jwt)
    expect(form?.get('RoleSessionName')).to.equal('prod-replica-x')
    expect(form?.get('DurationSeconds')).to.equal('14400')
  })

  it('is content with an hour where the role allows no more', async () => {
    sts.refuse = ({ form }) =>
      form.get('DurationSeconds') === '14400'
        ? ['ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.']
        : undefined
    const { identity } = await createCloud(environment(), undefined, access({ token: { value: jwt } }))
    expect((await identity.whoAmI()).arn).to.match(/KEY1$/)
  })

  it('renews keys before they end', async () => {
    sts.lifeMs = 4 * 60_000
    const { identity } = await createCloud(environment(), undefined, access({ token: { value: jwt } }))
    const first = await identity.whoAmI()
    sts.lifeMs = 3_600_000
    const second = await identity.whoAmI()
    expect(second.arn).to.not.equal(first.arn)
    expect((await identity.whoAmI()).arn).to.equal(second.arn)
  })

  it('assumes a role with the keys that are there, tagged, and the reader’s role with that one’s', async () => {
    const { identity } = await createCloud({ ...environment(), ...keys }, undefined, access({ next: reader }))
    await identity.whoAmI()
    expect(actions()).to.deep.equal(['AssumeRole by OWN', 'AssumeRole by KEY1', 'GetCallerIdentity by KEY2'])
    expect(sts.calls.map(({ form }) => form.get('RoleArn'))).to.deep.equal([role, reader, null])
    expect(sts.calls[1]?.form.get('Tags.member.1.Key')).to.equal('team')
  })

  it('goes without tags where the role’s trust does not allow them', async () => {
    sts.refuse = ({ form }) =>
      form.has('Tags.member.1.Key') ? ['AccessDenied', 'User is not authorized to perform: sts:TagSession on resource: x'] : undefined
    const { identity } = await createCloud({ ...environment(), ...keys }, undefined, access({}))
    expect((await identity.whoAmI()).arn).to.match(/KEY1$/)
  })

  it('says which role refused the run and how to be let in, and never the token', async () => {
    for (const code of ['AccessDenied', 'InvalidIdentityToken']) {
      sts.refuse = () => [code, `Not authorized to perform sts:AssumeRoleWithWebIdentity with ${jwt}`]
      const error = await failureOf({ token: { value: jwt } })
      expect(error.code).to.equal('identity.role_refused')
      expect(error.exitCode).to.equal(2)
      expect(error.text.place).to.equal(role)
      expect(JSON.stringify(error.text)).to.not.contain('c2VjcmV0')
    }
  })

  it('asks CircleCI’s own program for a new token when the job’s has ended', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'circleci-'))
    await writeFile(join(folder, 'circleci'), '#!/bin/sh\necho "new-token-for $*"\n')
    await chmod(join(folder, 'circleci'), 0o755)
    const token = { value: jwt, audience: 'org', expiresAt: new Date(Date.now() - 1000) }
    const { identity } = await createCloud({ ...environment(), PATH: `${folder}:/usr/bin:/bin` }, undefined, access({ token }))
    await identity.whoAmI()
    await rm(folder, { recursive: true })
    expect(sts.calls[0]?.form.get('WebIdentityToken')).to.equal('new-token-for run oidc get --claims {"aud":"org"}')
  })

  it('leaves it to STS whether the token has ended: the clock of this machine may be wrong', async () => {
    const token = { value: jwt, expiresAt: new Date(Date.now() - 1000) }
    const { identity } = await createCloud({ ...environment(), PATH: '/nowhere' }, undefined, access({ token }))
    await identity.whoAmI()
    expect(sts.calls[0]?.form.get('WebIdentityToken')).to.equal(jwt)
    sts.refuse = ({ action }) => (action === 'AssumeRoleWithWebIdentity' ? ['ExpiredTokenException', 'Token expired'] : undefined)
    const later = { value: jwt, expiresAt: new Date(Date.now() + 3_600_000) }
    expect((await failureOf({ token: later }, { PATH: '/nowhere' })).code).to.equal('identity.token_expired')
  })

  it('takes keys to end when a session of that length ends by its own clock, where STS’s is ahead', async () => {
    sts.lifeMs = 5 * 3_600_000
    const { identity } = await createCloud({ ...environment(), ...keys }, undefined, access({}))
    const realNow = Date.now
    try {
      await identity.whoAmI()
      Date.now = () => realNow() + 56 * 60_000
      expect((await identity.whoAmI()).arn).to.match(/KEY2$/)
    } finally {
      Date.now = realNow
    }
  })

  async function failureOf(more: Partial<Access>, variables = {}): Promise<ReplicaError> {
    const { identity } = await createCloud({ ...environment(), ...variables }, undefined, access(more))
    const error = await identity.whoAmI().catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(ReplicaError)
    return error as ReplicaError
  }
})
