import { expect } from 'chai'
import { replicaPolicies } from '../../../src/derive/policy/policies.ts'
import type { TemplateResource } from '../../../src/production/types.ts'
import { bootstrapTemplate } from '../../../src/stack/bootstrap/template.ts'
import type { CircleCi } from '../../../src/stack/bootstrap/trust.ts'
import { policyBinding, policyPlan } from '../../support/policies.ts'

const org = '11111111-2222-3333-4444-555555555555'
const project = 'aaaaaaaa-2222-3333-4444-555555555555'
const policies = replicaPolicies(policyPlan(), policyBinding)

function rolesFor(bounds: Partial<CircleCi> = {}): Record<string, TemplateResource> {
  return bootstrapTemplate({ ci: { org, projects: [project], existingProvider: false, ...bounds }, policies }).Resources
}

/** As plain data, of which a test may ask anything. */
// biome-ignore lint/suspicious/noExplicitAny: an IAM document's form is the test's own business
const propertiesOf = (resource: TemplateResource | undefined): any => resource?.Properties

describe('the bootstrap template', () => {
  it('has a bucket that is private, encrypted, reached through TLS alone, and empty after a day', () => {
    const { StagingBucket, StagingBucketPolicy } = bootstrapTemplate().Resources
    const bucket = propertiesOf(StagingBucket)
    expect(Object.values(bucket.PublicAccessBlockConfiguration)).to.deep.equal([true, true, true, true])
    expect(bucket.BucketEncryption.ServerSideEncryptionConfiguration).to.have.length(1)
    expect(bucket.LifecycleConfiguration.Rules[0]).to.include({ Status: 'Enabled', ExpirationInDays: 1 })
    expect(bucket).to.not.have.property('VersioningConfiguration')
    const [statement] = propertiesOf(StagingBucketPolicy).PolicyDocument.Statement
    expect(statement).to.deep.include({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })
  })

  it('lets the schedules delete stacks with our name and our tag, and do all else only through CloudFormation', () => {
    const role = propertiesOf(bootstrapTemplate().Resources.SchedulerRole)
    const [first, second, ...others] = role.Policies[0].PolicyDocument.Statement
    expect(others).to.deep.equal([])
    expect(first.Action).to.deep.equal(['cloudformation:DeleteStack'])
    expect(JSON.stringify(first.Resource)).to.contain(':stack/prod-replica-*/*')
    expect(first.Condition).to.deep.equal({ StringLike: { 'aws:ResourceTag/prod-replica:id': '*' } })
    expect(second.Condition).to.deep.equal({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['cloudformation.amazonaws.com'] } })
    expect(role.PermissionsBoundary).to.deep.equal({ Ref: 'Boundary' })
    expect(role.AssumeRolePolicyDocument.Statement[0].Principal).to.deep.equal({ Service: 'scheduler.amazonaws.com' })
    expect(JSON.stringify(role.AssumeRolePolicyDocument)).to.contain('schedule-group/prod-replica')
  })

  it('denies, knowing nothing of production, what belongs to stacks that are not ours', () => {
    const { Statement } = propertiesOf(bootstrapTemplate().Resources.Boundary).PolicyDocument
    expect(Statement.find(({ Sid }: { Sid: string }) => Sid === 'NotOfOtherStacks')).to.deep.include({
      Effect: 'Deny',
      Condition: {
        StringNotLike: { 'aws:ResourceTag/aws:cloudformation:stack-name': 'prod-replica-*' },
        Null: { 'aws:ResourceTag/aws:cloudformation:stack-name': 'false' },
      },
    })
  })

  it('trusts jobs of these projects alone, by the audience and the subject of their tokens', () => {
    const { ProvisionRole, Provider } = rolesFor()
    const [statement] = propertiesOf(ProvisionRole).AssumeRolePolicyDocument.Statement
    expect(statement.Condition).to.deep.equal({
      StringEquals: { [`oidc.circleci.com/org/${org}:aud`]: org },
      StringLike: { [`oidc.circleci.com/org/${org}:sub`]: [`org/${org}/project/${project}/user/*`] },
    })
    expect(propertiesOf(Provider)).to.deep.equal({ Url: `https://oidc.circleci.com/org/${org}`, ClientIdList: [org] })
    expect(rolesFor({ existingProvider: true })).to.not.have.property('Provider')
  })

  it('binds the roles to a branch and a repository, whose names mean nothing to IAM', () => {
    const subject = (bounds: Partial<CircleCi>) =>
      propertiesOf(rolesFor(bounds).TeardownRole).AssumeRolePolicyDocument.Statement[0].Condition.StringLike[
        `oidc.circleci.com/org/${org}:sub`
      ][0].replace(`org/${org}/project/${project}/user/*`, '')
    expect(subject({ branch: 'main' })).to.equal('/vcs-origin/*/vcs-ref/refs/heads/main')
    expect(subject({ origin: 'github.com/acme/pipelines' })).to.equal('/vcs-origin/github.com/acme/pipelines/vcs-ref/*')
    expect(subject({ branch: 'wild*?${x}' })).to.equal('/vcs-origin/*/vcs-ref/refs/heads/wild${*}${?}${$}{x}')
  })

  it('keeps its roles and policies where no policy of a replica’s role reaches', () => {
    const resources = Object.values(rolesFor()).filter(({ Type }) => /^AWS::IAM::(Role|ManagedPolicy)$/.test(Type))
    expect(resources.map((resource) => propertiesOf(resource).Path)).to.deep.equal(Array(resources.length).fill('/replica-bootstrap/'))
    const passed = JSON.stringify(policies).match(/role\/replica-bootstrap[^"]*/g)
    expect(passed).to.deep.equal(['role/replica-bootstrap/*'])
  })
})
