import { DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { expect } from 'chai'
import { startTestCloud, type TestCloud } from '../support.ts'

const reference = { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' }
const template = {
  Resources: {
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { SecretStringTemplate: '{"user":"app"}', GenerateStringKey: 'password' } },
    },
    Copy: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/copy', Value: reference } },
  },
  Outputs: { Shown: { Value: reference } },
}

describe('dynamic references', () => {
  let cloud: TestCloud
  before(async () => {
    cloud = await startTestCloud()
  })
  after(() => cloud.close())

  it('reach a resource as the secret’s value, and are nowhere to be read', async () => {
    const stack = await cloud.settle('app', template)
    const config = { region: 'us-east-1', endpoint: cloud.endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }
    const [secrets, ssm] = [new SecretsManagerClient(config), new SSMClient(config)]
    const { Secret } = await cloud.physicalIds('app')
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: Secret }))
    const { password } = JSON.parse(SecretString) as { password: string }
    expect((await ssm.send(new GetParameterCommand({ Name: '/copy' }))).Parameter?.Value).to.equal(password)
    const { StackEvents } = await cloud.client.send(new DescribeStackEventsCommand({ StackName: 'app' }))
    expect(JSON.stringify([StackEvents, stack])).to.not.contain(JSON.stringify(password).slice(1, -1))
    expect(cloud.outputs(stack).Shown).to.equal(`{{resolve:secretsmanager:${Secret}:SecretString:password}}`)
    for (const client of [secrets, ssm]) client.destroy()
  })
})
