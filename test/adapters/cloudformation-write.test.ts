import { createRequire } from 'node:module'
import { expect } from 'chai'
import { createCloud } from '../../src/adapters/cloud.ts'
import { isReplicaError } from '../../src/errors.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import type { CreateStackRequest } from '../../src/ports/stacks.ts'
import { startTestCloud, type TestCloud } from '../local-cloud/support.ts'
import { type RecordingProxy, startRecordingProxy } from '../support/recording-proxy.ts'

const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1' }
const request: CreateStackRequest = {
  name: 'shop',
  template: JSON.stringify({ Parameters: { Env: { Type: 'String' } }, Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
  parameters: { Env: 'replica' },
  tags: { team: 'data' },
  capabilities: ['CAPABILITY_IAM'],
  token: 'one',
  onFailure: 'DO_NOTHING',
}

describe('the calls that change stacks', () => {
  let local: TestCloud
  let proxy: RecordingProxy
  let cloud: Cloud

  beforeEach(async () => {
    local = await startTestCloud()
    proxy = await startRecordingProxy(local.endpoint)
    cloud = await createCloud({ ...keys, AWS_ENDPOINT_URL: proxy.endpoint })
  })
  afterEach(async () => {
    await proxy.close()
    await local.close()
  })

  const sent = (): Record<string, string> => Object.fromEntries(proxy.forms.at(-1) ?? [])

  it('are made with an SDK that knows express mode: older ones drop the field in silence', () => {
    const { version } = createRequire(import.meta.url)('@aws-sdk/client-cloudformation/package.json') as { version: string }
    const [major = 0, minor = 0] = version.split('.').map(Number)
    expect(major * 100_000 + minor).to.be.at.least(301_077)
  })

  it('ask for express mode where they should, and then say nowhere else what becomes of a failure', async () => {
    const { arn } = await cloud.stacks.create({ ...request, mode: 'EXPRESS' })
    expect(sent()).to.include({ 'DeploymentConfig.Mode': 'EXPRESS', 'DeploymentConfig.DisableRollback': 'true' })
    expect(sent()).to.not.have.any.keys('OnFailure', 'DisableRollback')
    await local.rest(arn)
    await cloud.stacks.delete(arn, { token: 'two', mode: 'EXPRESS' })
    expect(sent()).to.include({ 'DeploymentConfig.Mode': 'EXPRESS', ClientRequestToken: 'two' })
  })

  for (const mode of [{}, { mode: 'STANDARD' as const }]) {
    it(`leave express mode out otherwise: ${JSON.stringify(mode)}`, async () => {
      const { arn } = await cloud.stacks.create({ ...request, ...mode })
      expect(sent()).to.include({ OnFailure: 'DO_NOTHING' })
      await local.rest(arn)
      await cloud.stacks.delete(arn, { token: 'two', ...mode })
      expect(Object.keys(sent()).filter((field) => field.startsWith('DeploymentConfig'))).to.deep.equal([])
    })
  }

  it('update a stack to the template and the values that it has, and tell when there is nothing to update', async () => {
    const { arn } = await cloud.stacks.create(request)
    await local.rest(arn)
    const update = { arn, parameters: ['Env'], capabilities: request.capabilities, token: 'three', mode: 'EXPRESS' as const }
    expect(await cloud.stacks.update(update)).to.equal(false)
    expect(sent()).to.include({
      UsePreviousTemplate: 'true',
      'Parameters.member.1.UsePreviousValue': 'true',
      'DeploymentConfig.Mode': 'EXPRESS',
      'DeploymentConfig.DisableRollback': 'true',
    })
    expect(sent()).to.not.have.any.keys('DisableRollback', 'Tags.member.1.Key', 'TemplateBody')
    await cloud.stacks.update({ ...update, mode: 'STANDARD', tags: { team: 'mail' } })
    expect(sent()).to.include({ DisableRollback: 'true', 'Tags.member.1.Value': 'mail' })
  })

  it('say so when a stack cannot be updated', async () => {
    await cloud.stacks.create(request)
    const update = { arn: 'nothing', parameters: [], capabilities: [], token: 'four', mode: 'STANDARD' as const }
    const error = await cloud.stacks.update(update).catch((thrown: unknown) => thrown)
    expect(isReplicaError(error, 'cloud.call_failed')).to.equal(true)
  })
})
