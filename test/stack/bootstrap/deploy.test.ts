import { expect } from 'chai'
import { createClock } from '../../../src/adapters/clock.ts'
import { createCloud } from '../../../src/adapters/cloud.ts'
import { replicaPolicies } from '../../../src/derive/policy/policies.ts'
import type { RolePolicies } from '../../../src/derive/policy/types.ts'
import { isReplicaError } from '../../../src/errors.ts'
import { type BootstrapPorts, deployBootstrap } from '../../../src/stack/bootstrap/deploy.ts'
import { findBootstrap } from '../../../src/stack/bootstrap/find.ts'
import { bootstrapTemplate } from '../../../src/stack/bootstrap/template.ts'
import type { CircleCi } from '../../../src/stack/bootstrap/trust.ts'
import { createBudget } from '../../../src/stack/budget/budget.ts'
import { startTestCloud, type TestCloud } from '../../local-cloud/support.ts'
import { createJournal } from '../../support/journal.ts'
import { policyBinding, policyPlan } from '../../support/policies.ts'

const ci: CircleCi = {
  org: '11111111-2222-3333-4444-555555555555',
  projects: ['aaaaaaaa-2222-3333-4444-555555555555'],
  existingProvider: false,
}
const policies = replicaPolicies(policyPlan(), policyBinding)

describe('bootstrap, on the local cloud', function () {
  this.timeout(60_000)
  let local: TestCloud
  let ports: BootstrapPorts
  beforeEach(async () => {
    local = await startTestCloud()
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' }
    const cloud = await createCloud({ AWS_ENDPOINT_URL: local.endpoint, ...keys })
    // What it waits for takes no time here.
    ports = { cloud, clock: { ...createClock(), sleep: () => createClock().sleep(10) }, emit: createJournal().emit }
  })
  afterEach(() => local.close())

  /** Another process: it knows no listing. */
  const reader = () => ({ ...ports, budget: createBudget(ports.clock) })

  it('is made once, brought up to date, and otherwise left as it is; replicas find what it offers', async () => {
    expect(await findBootstrap(reader())).to.deep.equal({})
    expect((await deployBootstrap(bootstrapTemplate(), ports)).outcome).to.equal('created')
    expect((await deployBootstrap(bootstrapTemplate(), ports)).outcome).to.equal('unchanged')
    const { outcome, stack } = await deployBootstrap(bootstrapTemplate({ ci, policies }), ports)
    expect(outcome).to.equal('updated')
    expect(Object.keys(stack.outputs)).to.include.members(['ProvisionRoleArn', 'TeardownRoleArn', 'NotifyRoleArn'])
    const found = await findBootstrap(reader())
    expect(found.stagingBucket).to.equal('replica-staging-111122223333-us-east-1')
    expect(found.fuse?.group).to.equal('prod-replica')
    expect(found.fuse?.roleArn).to.match(/^arn:aws:iam::111122223333:role\/.*SchedulerRole/)
  })

  it('goes through its own bucket where the template is too long for a call', async () => {
    const [document] = policies.provisioning
    const long: RolePolicies = { ...policies, provisioning: Array(9).fill(document) }
    const { outcome, stack } = await deployBootstrap(bootstrapTemplate({ ci, policies: long }), ports)
    expect(outcome).to.equal('created')
    expect(stack.outputs).to.have.property('ProvisionRoleArn')
  })

  it('touches no stack of its name that it has not made', async () => {
    await local.settle('prod-replica-bootstrap', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })
    const error = await deployBootstrap(bootstrapTemplate(), ports).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'bootstrap.name_taken')).to.equal(true)
    expect(await findBootstrap(reader())).to.deep.equal({})
  })

  it('says the first cause of a failure, and leaves no half of a stack', async () => {
    await local.settle('someone', {
      Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'replica-staging-111122223333-us-east-1' } } },
    })
    const error = await deployBootstrap(bootstrapTemplate(), ports).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'bootstrap.failed') && error.message).to.match(/replica-staging-111122223333-us-east-1/)
    expect(await ports.cloud.stacks.describe('prod-replica-bootstrap')).to.equal(undefined)
  })
})
