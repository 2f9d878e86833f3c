import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'
import type { Clients } from './clients.ts'
import type { Show } from './show.ts'

export const productionStacks = ['newvision-network', 'newvision-data', 'newvision-hosts'] as const

/** Deploys production's three stacks, one after the other, as the exports between them ask. Gives the outputs of all. */
export async function deployProduction(
  clients: Clients,
  password: string,
  show: Show,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {}
  for (const name of productionStacks) {
    const stack = await deployStack(clients, name, name === 'newvision-data' ? { MasterPassword: password } : {}, signal)
    for (const output of stack.Outputs ?? []) outputs[output.OutputKey ?? ''] = output.OutputValue ?? ''
    show.progress(`${name} is ${stack.StackStatus}`)
  }
  return outputs
}

async function deployStack(clients: Clients, name: string, parameters: Record<string, string>, signal: AbortSignal): Promise<Stack> {
  const file = fileURLToPath(new URL(`../new-vision/production/${name.replace('newvision-', '')}.yml`, import.meta.url))
  const command = new CreateStackCommand({
    StackName: name,
    TemplateBody: await readFile(file, 'utf8'),
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Tags: [{ Key: 'environment', Value: 'production' }],
  })
  await clients.stacks.send(command)
  return await waitForStack(clients, name, signal)
}

async function waitForStack(clients: Clients, name: string, signal: AbortSignal): Promise<Stack> {
  while (true) {
    signal.throwIfAborted()
    const [stack] = (await clients.stacks.send(new DescribeStacksCommand({ StackName: name }))).Stacks ?? []
    if (stack?.StackStatus === 'CREATE_COMPLETE') return stack
    if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) throw new Error(`${name} was not created: ${await reasonsOf(clients, name)}`)
    await sleep(100)
  }
}

async function reasonsOf(clients: Clients, name: string): Promise<string> {
  const { StackEvents = [] } = await clients.stacks.send(new DescribeStackEventsCommand({ StackName: name }))
  const failed = StackEvents.filter((event) => event.ResourceStatus?.endsWith('_FAILED'))
  return failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`).join('; ')
}
