import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const issuer = 'oidc.circleci.com/org/org-1'
const trusting = {
  Resources: {
    Provider: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://${issuer}`, ClientIdList: ['org-1'] } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'ci',
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Federated: { Ref: 'Provider' } },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: { StringLike: { [`${issuer}:sub`]: 'org/org-1/project/p/user/*' }, StringEquals: { [`${issuer}:aud`]: 'org-1' } },
            },
          ],
        },
      },
    },
  },
}

describe('STS of the local cloud', () => {
  let cloud: TestCloud
  let sts: STSClient
  beforeEach(async () => {
    cloud = await startTestCloud()
    const config = { region: 'us-east-1', endpoint: cloud.endpoint, maxAttempts: 1 }
    sts = new STSClient({ ...config, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
  })
  afterEach(async () => {
    sts.destroy()
    await cloud.close()
  })

  const take = (claims: object) =>
    sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: 'arn:aws:iam::111122223333:role/ci',
        RoleSessionName: 'job-1',
        WebIdentityToken: tokenOf({
          iss: `https://${issuer}`,
          aud: 'org-1',
          sub: 'org/org-1/project/p/user/u',
          exp: inOneHour(),
          ...claims,
        }),
      }),
    )

  it('lets a job take the role that trusts it, and knows it from then on', async () => {
    await cloud.settle('trust', trusting, { Capabilities: ['CAPABILITY_NAMED_IAM'] })
    const { Credentials: given, Provider } = await take({})
    expect(Provider).to.equal(issuer)
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    }
    const own = new STSClient({ region: 'us-east-1', endpoint: cloud.endpoint, credentials })
    expect((await own.send(new GetCallerIdentityCommand({}))).Arn).to.equal('arn:aws:sts::111122223333:assumed-role/ci/job-1')
    own.destroy()
    const stranger = new STSClient({ region: 'us-east-1', endpoint: cloud.endpoint, credentials: { ...credentials, sessionToken: 'x' } })
    expect((await failureOf(stranger.send(new GetCallerIdentityCommand({})))).name).to.equal('InvalidClientTokenId')
    stranger.destroy()
  })

  it('refuses another project, another audience and a token that has ended', async () => {
    await cloud.settle('trust', trusting, { Capabilities: ['CAPABILITY_NAMED_IAM'] })
    expect((await failureOf(take({ sub: 'org/org-1/project/other/user/u' }))).name).to.equal('AccessDenied')
    expect((await failureOf(take({ aud: 'org-2' }))).message).to.equal('Incorrect token audience')
    expect((await failureOf(take({ exp: 1 }))).name).to.equal('ExpiredTokenException')
  })

  it('has one provider for an address', async () => {
    await cloud.settle('trust', trusting, { Capabilities: ['CAPABILITY_NAMED_IAM'] })
    const { Provider } = trusting.Resources
    await cloud.settle('again', { Resources: { Provider } })
    expect((await cloud.reasons('again'))['Provider CREATE_FAILED']).to.equal(`Provider with url https://${issuer} already exists.`)
  })
})

function inOneHour(): number {
  return Math.floor(Date.now() / 1000) + 3600
}

function tokenOf(claims: object): string {
  return `${[{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.c2ln`
}
