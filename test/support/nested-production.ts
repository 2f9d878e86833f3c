import type { Cloud } from '../../src/ports/cloud.ts'

/** A production of a stack, two nested in it and one in one of those, with what reading must tell apart. */
export const nestedProduction = {
  grandchild: {
    Parameters: { Name: { Type: 'String' } },
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' } } } },
    Outputs: { Url: { Value: { Ref: 'Queue' } } },
  },
  child: (grandchild: string) => ({
    Parameters: { Password: { Type: 'String', NoEcho: true } },
    Resources: {
      Deep: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: grandchild, Parameters: { Name: 'shop-queue' } } },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'AWS::StackName' } } },
    },
    Outputs: { Topic: { Value: { Ref: 'Topic' }, Export: { Name: 'shop-topic' } } },
  }),
  root: (child: string) => ({
    Parameters: { Password: { Type: 'String', NoEcho: true } },
    Resources: {
      Data: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: child, Parameters: { Password: { Ref: 'Password' } } } },
      ...Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`Topic${n}`, { Type: 'AWS::SNS::Topic' }])),
    },
    Outputs: { Topic: { Value: { 'Fn::GetAtt': ['Data', 'Outputs.Topic'] } } },
  }),
}

export const nestedBucket = 'shop-templates'

/** Puts the nested templates into a bucket that is there, and gives the text of the stack that holds them. */
export async function stageNestedProduction({ buckets }: Pick<Cloud, 'buckets'>): Promise<string> {
  const put = async (key: string, template: object): Promise<string> => {
    await buckets.put(nestedBucket, key, JSON.stringify(template))
    return buckets.url(nestedBucket, key)
  }
  const grandchild = await put('grandchild.json', nestedProduction.grandchild)
  const child = await put('child.json', nestedProduction.child(grandchild))
  return JSON.stringify(nestedProduction.root(child))
}

/** The only actions that reading production may send. */
export const readActions: readonly string[] = [
  ...['DescribeStacks', 'GetTemplate', 'ListStackResources', 'ListExports', 'GetCallerIdentity'],
  ...[
    'DescribeDBSnapshots',
    'DescribeDBClusterSnapshots',
    'DescribeClusterSnapshots',
    'DescribeDBInstances',
    'DescribeDBClusters',
    'DescribeClusters',
  ],
]
