import type { OperationEvent } from '@aws-sdk/client-cloudformation'
import type { StackEvent, StackFailure, StackReader } from '../ports/stacks.ts'
import type { AwsFault } from './aws-errors.ts'
import type { CloudFormation } from './cloudformation-client.ts'
import { toDescription, toEvent, toResource } from './cloudformation-shapes.ts'
import { readPage } from './patience.ts'

/** The calls that read stacks. None of them can change one. */
export function createStackReader(connect: () => Promise<CloudFormation>): StackReader {
  return {
    async describe(nameOrArn) {
      const { sdk, client, aws } = await connect()
      const command = new sdk.DescribeStacksCommand({ StackName: nameOrArn })
      const answer = await aws.find('cloudformation:DescribeStacks', () => client.send(command), isNoStack)
      const [stack] = answer?.Stacks ?? []
      return stack === undefined || stack.StackStatus === 'DELETE_COMPLETE' ? undefined : toDescription(stack)
    },
    async list() {
      const { sdk, client, aws } = await connect()
      const stacks = await readPages(async (token) => {
        const command = new sdk.DescribeStacksCommand(token)
        const page = await aws.call('cloudformation:DescribeStacks', () => client.send(command))
        return { items: page.Stacks, next: page.NextToken }
      })
      return stacks.filter((stack) => stack.StackStatus !== 'DELETE_COMPLETE').map(toDescription)
    },
    async listPage(next) {
      const { sdk, client, aws } = await connect()
      const command = new sdk.DescribeStacksCommand(next === undefined ? {} : { NextToken: next })
      const page = await aws.call('cloudformation:DescribeStacks', () => client.send(command))
      const stacks = (page.Stacks ?? []).filter((stack) => stack.StackStatus !== 'DELETE_COMPLETE').map(toDescription)
      return { stacks, ...(page.NextToken ? { next: page.NextToken } : {}) }
    },
    async template(nameOrArn, stage) {
      const { sdk, client, aws } = await connect()
      const TemplateStage = stage === 'original' ? 'Original' : 'Processed'
      const command = new sdk.GetTemplateCommand({ StackName: nameOrArn, TemplateStage })
      // A stage that CloudFormation does not keep of an old stack is refused as an invalid request.
      const isAbsence = (fault: AwsFault) => isNoStack(fault) || (stage === 'processed' && fault.code === 'ValidationError')
      const answer = await aws.find('cloudformation:GetTemplate', () => client.send(command), isAbsence)
      return answer?.TemplateBody || undefined
    },
    async resources(nameOrArn) {
      const { sdk, client, aws } = await connect()
      let isThere = true
      const resources = await readPages(async (token) => {
        const command = new sdk.ListStackResourcesCommand({ StackName: nameOrArn, ...token })
        const page = await aws.find('cloudformation:ListStackResources', () => client.send(command), isNoStack)
        isThere &&= page !== undefined
        return { items: page?.StackResourceSummaries, next: page?.NextToken }
      })
      return isThere ? resources.map(toResource) : undefined
    },
    async exports() {
      const { sdk, client, aws } = await connect()
      const exports = await readPages(async (token) => {
        const command = new sdk.ListExportsCommand(token)
        const page = await aws.call('cloudformation:ListExports', () => client.send(command))
        return { items: page.Exports, next: page.NextToken }
      })
      return exports.map(({ Name, Value, ExportingStackId }) => ({
        name: Name ?? '',
        value: Value ?? '',
        stackArn: ExportingStackId ?? '',
      }))
    },
    events: async (arn, after) => readEvents(arn, after, await connect()),
    failures: async (arn) => readFailures(arn, await connect()),
  }
}

/** CloudFormation's way to say that there is no such stack: a ValidationError that is told apart by its text only. */
export function isNoStack({ code, message }: { code: string; message: string }): boolean {
  return code === 'StackNotFoundException' || (code === 'ValidationError' && /does not exist/.test(message))
}

/**
 * The pages come newest first, so reading stops at the page that holds the last known event. An answer that does not know
 * that one is older than what was seen already, and tells nothing.
 */
async function readEvents(arn: string, after: string | undefined, { sdk, client, aws }: CloudFormation): Promise<StackEvent[]> {
  const newestFirst: StackEvent[] = []
  let token: string | undefined
  do {
    const command = new sdk.DescribeStackEventsCommand({ StackName: arn, ...(token === undefined ? {} : { NextToken: token }) })
    const read = () => aws.find('cloudformation:DescribeStackEvents', () => client.send(command), isNoStack)
    const page = await readPage(token, read)
    for (const raw of page?.StackEvents ?? []) {
      if (raw.EventId === after) return newestFirst.reverse()
      newestFirst.push(toEvent(raw))
    }
    token = page?.NextToken
  } while (token)
  return after === undefined ? newestFirst.reverse() : []
}

async function readFailures(arn: string, { sdk, client, aws }: CloudFormation): Promise<StackFailure[]> {
  const newestFirst = await readPages(async (token) => {
    const command = new sdk.DescribeEventsCommand({ StackName: arn, Filters: { FailedEvents: true }, ...token })
    const page = await aws.find('cloudformation:DescribeEvents', () => client.send(command), isNoStack)
    return { items: page?.OperationEvents, next: page?.NextToken }
  })
  return newestFirst.reverse().flatMap(toFailure)
}

/** Validations and hooks say where and why in fields of their own. */
function toFailure(event: OperationEvent): StackFailure[] {
  const { LogicalResourceId: logicalId, ResourceType: type, ValidationPath: path } = event
  const reason = event.ValidationStatusReason ?? event.HookStatusReason ?? event.ResourceStatusReason
  if (reason === undefined) return []
  const where = path === undefined ? '' : ` (at ${path})`
  return [{ ...(logicalId === undefined ? {} : { logicalId }), ...(type === undefined ? {} : { type }), reason: `${reason}${where}` }]
}

type PageToken = { NextToken?: string }

async function readPages<Item>(
  ask: (token: PageToken) => Promise<{ items: Item[] | undefined; next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = []
  let token: PageToken | undefined = {}
  while (token !== undefined) {
    const wanted: PageToken = token
    const page = await readPage(wanted.NextToken, () => ask(wanted))
    all.push(...(page.items ?? []))
    token = page.next ? { NextToken: page.next } : undefined
  }
  return all
}
