import { expect } from 'chai'
import { accessOf, oidcTokenOf } from '../../src/circleci/oidc.ts'

const run = { replicaId: 'feature-1a2b3c4d', owner: 'acme/pipelines by ada', thread: 'acme/pipelines/main' }
const role = 'arn:aws:iam::123456789012:role/ci'

/** A JWT with these claims; nobody here verifies its signature. */
function tokenWith(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`
}

describe('accessOf', () => {
  const token = tokenWith({ aud: 'org-id', exp: 1_800_000_000 })

  it('exchanges CircleCI’s token for the role, the second version of it first', () => {
    const access = accessOf({ role }, run, { CIRCLE_OIDC_TOKEN: 'old', CIRCLE_OIDC_TOKEN_V2: token })
    expect(access.role).to.equal(role)
    expect(access.token).to.deep.equal({ value: token, audience: 'org-id', expiresAt: new Date(1_800_000_000_000) })
    expect(oidcTokenOf({ CIRCLE_OIDC_TOKEN: token })?.value).to.equal(token)
  })

  it('assumes the role with the credentials that are there where CI gives no token', () => {
    expect(accessOf({ role }, run, { CIRCLE_OIDC_TOKEN: '' })).to.have.property('role', role)
    expect(accessOf({ role }, run, { CIRCLE_OIDC_TOKEN: '' })).to.not.have.property('token')
  })

  it('takes AWS_ROLE_ARN with the token, but leaves keys and token files to the SDK', () => {
    const environment = { CIRCLE_OIDC_TOKEN: token, AWS_ROLE_ARN: role }
    expect(accessOf({}, run, environment)).to.have.property('role', role)
    for (const other of [{ AWS_ACCESS_KEY_ID: 'k' }, { AWS_WEB_IDENTITY_TOKEN_FILE: '/t' }, { CIRCLE_OIDC_TOKEN: undefined }]) {
      expect(accessOf({}, run, { ...environment, ...other }), JSON.stringify(other)).to.not.have.property('role')
    }
  })

  it('names the session so that STS takes it and CloudTrail tells the run', () => {
    expect(accessOf({ role }, run, {}).sessionName).to.equal('prod-replica-feature-1a2b3c4d')
    const odd = accessOf({ role }, { ...run, replicaId: `ü ${'x'.repeat(90)}` }, {}).sessionName
    expect(odd).to.match(/^[\w=,.@-]{2,64}$/)
    expect(accessOf({ role }, run, {}).tags).to.deep.equal({ 'prod-replica:id': run.replicaId, 'prod-replica:owner': run.owner })
  })

  it('passes on a token that it cannot read: AWS decides', () => {
    for (const odd of ['nonsense', 'a.b.c', 'a.bnVsbA.c']) expect(oidcTokenOf({ CIRCLE_OIDC_TOKEN: odd })).to.deep.equal({ value: odd })
  })
})
