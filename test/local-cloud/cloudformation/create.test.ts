import { DescribeEventsCommand, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import { failureOf, startTestCloud, type TestCloud } from '../support.ts'

const network = {
  Parameters: { Cidr: { Type: 'String', Default: '10.0.0.0/16' }, Password: { Type: 'String', NoEcho: true, Default: 'hush-hush' } },
  Conditions: { Big: { 'Fn::Equals': [{ Ref: 'Cidr' }, '10.0.0.0/8'] } },
  Resources: {
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Cidr' } } },
    Function: {
      Type: 'AWS::Lambda::Function',
      DependsOn: 'Subnet',
      Properties: { Environment: { Variables: { PASSWORD: { Ref: 'Password' }, KEY: '{{resolve:ssm:/key}}' } } },
    },
    Extra: { Type: 'AWS::SQS::Queue', Condition: 'Big' },
  },
  Outputs: {
    VpcId: { Value: { Ref: 'Vpc' }, Description: 'the network' },
    Arn: { Value: { 'Fn::GetAtt': ['Function', 'Arn'] } },
    Extra: { Value: { Ref: 'Extra' }, Condition: 'Big' },
  },
}

describe('creating a stack', () => {
  let cloud: TestCloud
  before(async () => {
    cloud = await startTestCloud()
  })
  after(() => cloud.close())

  it('makes resources in the order of their references, and tells it as AWS does', async () => {
    const template = {
      ...network,
      Resources: { Vpc: network.Resources.Vpc, Subnet: network.Resources.Subnet },
      Outputs: {},
      Conditions: {},
    }
    await cloud.settle('order', template)
    expect(await cloud.events('order')).to.deep.equal([
      'order CREATE_IN_PROGRESS',
      'Vpc CREATE_IN_PROGRESS',
      'Vpc CREATE_IN_PROGRESS',
      'Vpc CREATE_COMPLETE',
      'Subnet CREATE_IN_PROGRESS',
      'Subnet CREATE_IN_PROGRESS',
      'Subnet CREATE_COMPLETE',
      'order CREATE_COMPLETE',
    ])
    const { StackEvents = [] } = await cloud.client.send(new DescribeStackEventsCommand({ StackName: 'order' }))
    const vpc = StackEvents.reverse().filter((event) => event.LogicalResourceId === 'Vpc')
    expect(vpc.map((event) => event.ResourceStatusReason)).to.deep.equal([undefined, 'Resource creation Initiated', undefined])
    expect(vpc.map((event) => /^vpc-0[0-9a-f]{16}$/.test(event.PhysicalResourceId ?? ''))).to.deep.equal([false, true, true])
  })

  it('gives outputs, and leaves out what a condition leaves out', async () => {
    const stack = await cloud.settle('outputs', {
      ...network,
      Resources: { ...network.Resources, Function: { Type: 'AWS::Lambda::Function' } },
    })
    const outputs = cloud.outputs(stack)
    expect(Object.keys(outputs)).to.deep.equal(['VpcId', 'Arn'])
    expect(outputs.Arn).to.match(/^arn:aws:lambda:us-east-1:111122223333:function:outputs-Function-[0-9A-F]{12}$/)
    expect(stack.StackId).to.match(/^arn:aws:cloudformation:us-east-1:111122223333:stack\/outputs\/[0-9a-f-]{36}$/)
  })

  it('shows no value of NoEcho, neither of a parameter nor in an event', async () => {
    const { KEY: _, ...Variables } = network.Resources.Function.Properties.Environment.Variables
    const plain = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } }
    const stack = await cloud.settle('secret', { ...network, Resources: { ...network.Resources, Function: plain } })
    expect(stack.Parameters?.find(({ ParameterKey }) => ParameterKey === 'Password')?.ParameterValue).to.equal('****')
    const { StackEvents } = await cloud.client.send(new DescribeStackEventsCommand({ StackName: 'secret' }))
    expect(JSON.stringify(StackEvents)).to.contain('****').and.not.contain('hush-hush')
  })

  it('fails a resource whose dynamic reference leads nowhere', async () => {
    await cloud.settle('dynamic', network, { OnFailure: 'DO_NOTHING' })
    expect((await cloud.reasons('dynamic'))['Function CREATE_FAILED']).to.equal('SSM parameters: [/key] cannot be found.')
  })

  it('refuses a name that is taken, but adopts the same call with the same token', async () => {
    const template = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }
    const options = { ClientRequestToken: 'one' }
    const arn = await cloud.create('token', template, options)
    expect(await cloud.create('token', template, options)).to.equal(arn)
    const other = await failureOf(cloud.create('token', network, options))
    expect(other.name).to.equal('TokenAlreadyExistsException')
    const taken = await failureOf(cloud.create('token', template))
    expect([taken.name, taken.message]).to.deep.equal(['AlreadyExistsException', 'Stack [token] already exists'])
  })

  it('gives the stack to one of two callers at the same moment', async () => {
    const template = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }
    const results = await Promise.allSettled([cloud.create('race', template), cloud.create('race', template)])
    expect(results.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected'])
  })

  const refused: [string, object, string][] = [
    [
      'a cycle',
      { Resources: { A: { Type: 'AWS::SNS::Topic', DependsOn: 'B' }, B: { Type: 'AWS::SQS::Queue', DependsOn: ['A'] } } },
      'Circular dependency between resources: [A, B]',
    ],
    [
      'a Ref to nothing',
      { Resources: { A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Nobody' } } } } },
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      'a GetAtt of nothing',
      { Resources: { A: { Type: 'AWS::SNS::Topic' } }, Outputs: { O: { Value: { 'Fn::GetAtt': ['Nobody', 'Arn'] } } } },
      'Template error: instance of Fn::GetAtt references undefined resource Nobody',
    ],
    [
      'an output of a resource that a condition leaves out',
      {
        Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'AWS::SQS::Queue', Condition: 'No' } },
        Outputs: { O: { Value: { Ref: 'B' } } },
      },
      'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template',
    ],
    [
      'an unknown condition',
      { Resources: { A: { Type: 'AWS::SNS::Topic', Condition: 'Nope' } } },
      'Template format error: Unresolved condition dependency Nope in the Conditions block of the template',
    ],
  ]
  for (const [title, template, message] of refused) {
    it(`refuses ${title}`, async () => {
      const error = await failureOf(cloud.create('refused', template))
      expect([error.name, error.message]).to.deep.equal(['ValidationError', message])
    })
  }

  it('asks for the capability that named roles need', async () => {
    const template = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {} } } } }
    const error = await failureOf(cloud.create('iam', template, { Capabilities: ['CAPABILITY_IAM'] }))
    expect([error.name, error.message]).to.deep.equal([
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ])
  })

  it('tells of one operation by its id, and of its failures alone', async () => {
    const template = { Resources: { Custom: { Type: 'Custom::Thing', Properties: { ServiceToken: 'arn:x' } } } }
    await cloud.settle('failures', template, { OnFailure: 'DO_NOTHING', ClientRequestToken: 'mine' })
    const { Stacks } = await cloud.client.send(new DescribeStacksCommand({ StackName: 'failures' }))
    const OperationId = Stacks?.[0]?.LastOperations?.[0]?.OperationId ?? ''
    const { OperationEvents = [] } = await cloud.client.send(new DescribeEventsCommand({ OperationId, Filters: { FailedEvents: true } }))
    const told = OperationEvents.map((event) => [event.EventType, event.LogicalResourceId, event.ClientRequestToken])
    expect(told).to.deep.equal([
      ['STACK_EVENT', 'failures', 'mine'],
      ['PROVISIONING_ERROR', 'Custom', 'mine'],
    ])
    expect(OperationEvents[1]?.ResourceStatusReason).to.contain('The local cloud runs no custom resources')
  })
})
