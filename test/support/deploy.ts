import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'

/** Makes a stack in a local cloud, waits for it, and gives its outputs. */
export async function deploy(endpoint: string, StackName: string, template: object): Promise<Record<string, string>> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new CloudFormationClient({ endpoint, region: 'us-east-1', credentials })
  try {
    await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_NAMED_IAM'] }))
    for (;;) {
      const [stack] = (await client.send(new DescribeStacksCommand({ StackName }))).Stacks ?? []
      if (stack?.StackStatus === 'CREATE_COMPLETE') {
        return Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
      }
      if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) throw new Error(`${StackName}: ${stack?.StackStatus}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } finally {
    client.destroy()
  }
}
