import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import type { FaultSettings } from '../../src/local-cloud/faults/settings.ts'
import { startLocalCloud } from '../../src/local-cloud/start.ts'
import type { Fault } from '../../src/local-cloud/types.ts'

/** A local cloud in a folder of its own, and the SDK's client for it. */
export interface TestCloud {
  folder: string
  endpoint: string
  client: CloudFormationClient
  create(name: string, template: object | string, options?: Partial<CreateStackCommandInput>): Promise<string>
  /** Creates a stack and waits until it comes to rest. */
  settle(name: string, template: object | string, options?: Partial<CreateStackCommandInput>): Promise<Stack>
  remove(name: string): Promise<Stack>
  /** Waits until a stack, by ARN or name, comes to rest. */
  rest(name: string): Promise<Stack>
  /** `LogicalId STATUS`, oldest first. */
  events(name: string): Promise<string[]>
  reasons(name: string): Promise<Record<string, string>>
  physicalIds(name: string): Promise<Record<string, string>>
  outputs(stack: Stack): Record<string, string>
  /** Stops it and starts it again on the same folder. */
  restart(options?: TestCloudOptions): Promise<void>
  close(): Promise<void>
}

export interface TestCloudOptions {
  timeScale?: number
  faults?: Fault[]
  trouble?: Partial<FaultSettings>
}

/** Starts a local cloud in which nothing takes time, unless a time scale is given. */
export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const folder = await mkdtemp(join(tmpdir(), 'local-cloud-'))
  let cloud = await startLocalCloud({ folder, timeScale: 0, ...options })
  const connect = () =>
    new CloudFormationClient({
      region: 'us-east-1',
      endpoint: cloud.endpoint,
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
  const test: TestCloud = {
    folder,
    endpoint: cloud.endpoint,
    client: connect(),
    async create(name, template, more = {}) {
      const TemplateBody = typeof template === 'string' ? template : JSON.stringify(template)
      const answer = await test.client.send(new CreateStackCommand({ StackName: name, TemplateBody, ...more }))
      return answer.StackId ?? ''
    },
    settle: async (name, template, more) => test.rest(await test.create(name, template, more)),
    async remove(name) {
      const { StackId = '' } = await test.rest(name)
      await test.client.send(new DeleteStackCommand({ StackName: StackId }))
      return test.rest(StackId)
    },
    async rest(name) {
      for (;;) {
        const { Stacks } = await test.client.send(new DescribeStacksCommand({ StackName: name }))
        const [stack] = Stacks ?? []
        if (stack !== undefined && !stack.StackStatus?.endsWith('_IN_PROGRESS')) return stack
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    async events(name) {
      const { StackEvents = [] } = await test.client.send(new DescribeStackEventsCommand({ StackName: name }))
      return StackEvents.reverse().map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)
    },
    async reasons(name) {
      const { StackEvents = [] } = await test.client.send(new DescribeStackEventsCommand({ StackName: name }))
      const told = StackEvents.filter((event) => event.ResourceStatusReason !== undefined)
      return Object.fromEntries(
        told.map((event) => [`${event.LogicalResourceId} ${event.ResourceStatus}`, event.ResourceStatusReason ?? '']),
      )
    },
    async physicalIds(name) {
      const { StackResources = [] } = await test.client.send(new DescribeStackResourcesCommand({ StackName: name }))
      return Object.fromEntries(StackResources.map((resource) => [resource.LogicalResourceId ?? '', resource.PhysicalResourceId ?? '']))
    },
    outputs: (stack) => Object.fromEntries((stack.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? ''])),
    async restart(again = {}) {
      test.client.destroy()
      await cloud.close()
      cloud = await startLocalCloud({ folder, timeScale: 0, ...again })
      test.endpoint = cloud.endpoint
      test.client = connect()
    },
    async close() {
      test.client.destroy()
      await cloud.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return test
}

/** The error of a call that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  throw new Error('it succeeded')
}
