import { setTimeout as sleep } from 'node:timers/promises'
import type { GetCommandInvocationCommandOutput, InstanceInformation } from '@aws-sdk/client-ssm'
import type { FoundHost, HostAddress, HostRequest, HostResult, Hosts } from '../ports/hosts.ts'
import { type AwsCaller, createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** Systems Manager: commands on hosts. */
export function createHosts(config: ClientConfig): Hosts {
  const aws = createCaller(config)
  const connect = once(async () => {
    const ssm = await import('@aws-sdk/client-ssm')
    return { ssm, client: new ssm.SSMClient(config), aws }
  })
  return {
    find: async (host) => newestOf(await describe(host, await connect()), host),
    run: async (instanceId, request) => runToEnd(instanceId, request, await connect()),
  }
}

interface Connection {
  ssm: typeof import('@aws-sdk/client-ssm')
  client: InstanceType<typeof import('@aws-sdk/client-ssm').SSMClient>
  aws: AwsCaller
}

async function describe({ kind, id }: HostAddress, { ssm, client, aws }: Connection): Promise<InstanceInformation[]> {
  const Key = kind === 'instance' ? 'InstanceIds' : 'tag:aws:autoscaling:groupName'
  const found: InstanceInformation[] = []
  let NextToken: string | undefined
  do {
    const request = new ssm.DescribeInstanceInformationCommand({ Filters: [{ Key, Values: [id] }], ...(NextToken && { NextToken }) })
    const page = await aws.find('ssm:DescribeInstanceInformation', () => client.send(request), isUnknownInstance)
    found.push(...(page?.InstanceInformationList ?? []))
    NextToken = page?.NextToken
  } while (NextToken)
  return found
}

/** A group may have replaced its instance: the one that called last is meant. */
function newestOf(found: readonly InstanceInformation[], { kind, id }: HostAddress): FoundHost | undefined {
  const meant = found.filter(({ InstanceId }) => kind === 'group' || InstanceId === id)
  const online = meant.filter(({ PingStatus }) => PingStatus === 'Online')
  const [newest] = (online.length > 0 ? online : meant).sort((one, other) => calledAt(other) - calledAt(one))
  return newest?.InstanceId === undefined ? undefined : { instanceId: newest.InstanceId, isOnline: online.length > 0 }
}

function calledAt({ LastPingDateTime }: InstanceInformation): number {
  return LastPingDateTime?.getTime() ?? 0
}

/** Systems Manager refuses ids of instances that it has not heard of, and those of terminated ones. */
function isUnknownInstance({ code }: { code: string }): boolean {
  return code === 'InvalidInstanceId'
}

async function runToEnd(instanceId: string, request: HostRequest, connection: Connection): Promise<HostResult> {
  const { signal } = request
  signal?.throwIfAborted()
  const commandId = await send(instanceId, request, connection)
  if (commandId === undefined) return { status: 'undelivered', exitCode: null, output: '', errors: '', isCut: false }
  try {
    return await follow(commandId, instanceId, signal, connection)
  } catch (error) {
    // Whatever ended the waiting, nobody would ever look at the command again.
    await cancel(commandId, instanceId, connection)
    signal?.throwIfAborted()
    throw error
  }
}

/** Seconds in which the agent must take the command; 30 is the least that is allowed. */
const deliverySeconds = 60

async function send(instanceId: string, request: HostRequest, { ssm, client, aws }: Connection): Promise<string | undefined> {
  const { script, folder, timeoutMs, comment } = request
  const command = new ssm.SendCommandCommand({
    DocumentName: 'AWS-RunShellScript',
    InstanceIds: [instanceId],
    Parameters: {
      commands: script.split('\n'),
      executionTimeout: [String(Math.max(1, Math.ceil(timeoutMs / 1000)))],
      ...(folder === undefined ? {} : { workingDirectory: [folder] }),
    },
    TimeoutSeconds: deliverySeconds,
    ...(comment === undefined ? {} : { Comment: comment.slice(0, 100) }),
  })
  const answer = await aws.find('ssm:SendCommand', () => client.send(command), isUnknownInstance)
  return answer?.Command?.CommandId
}

const firstPauseMs = 100
const longestPauseMs = 2000

async function follow(commandId: string, instanceId: string, signal: AbortSignal | undefined, connection: Connection): Promise<HostResult> {
  const { ssm, client, aws } = connection
  const request = new ssm.GetCommandInvocationCommand({ CommandId: commandId, InstanceId: instanceId })
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    await sleep(pauseMs, undefined, signal === undefined ? {} : { signal })
    // The invocation is not there at once.
    const isAbsent = ({ code }: { code: string }) => code === 'InvocationDoesNotExist'
    const found = await aws.find('ssm:GetCommandInvocation', () => client.send(request), isAbsent)
    const result = found === undefined ? undefined : resultOf(found)
    if (result !== undefined) return result
  }
}

const statuses: Readonly<Record<string, HostResult['status']>> = {
  Success: 'succeeded',
  Failed: 'failed',
  TimedOut: 'timed-out',
  Cancelled: 'cancelled',
}

/** The status says too little of a failure: its details tell an agent that never answered from a script that failed. */
const details: Readonly<Record<string, HostResult['status']>> = {
  DeliveryTimedOut: 'undelivered',
  Undeliverable: 'undelivered',
  Terminated: 'undelivered',
  AccessDenied: 'undelivered',
}

const mostCharacters = 24_000

function resultOf(found: GetCommandInvocationCommandOutput): HostResult | undefined {
  const { Status = '', StatusDetails = '', ResponseCode = -1, StandardOutputContent = '', StandardErrorContent = '' } = found
  const status = details[StatusDetails.replaceAll(/\s/g, '')] ?? statuses[Status]
  if (status === undefined) return undefined
  const isEnded = status === 'succeeded' || status === 'failed'
  return {
    status,
    exitCode: isEnded && ResponseCode >= 0 ? ResponseCode : null,
    output: StandardOutputContent,
    errors: StandardErrorContent,
    isCut: [StandardOutputContent, StandardErrorContent].some((text) => text.length >= mostCharacters),
  }
}

async function cancel(commandId: string, instanceId: string, { ssm, client, aws }: Connection): Promise<void> {
  const request = new ssm.CancelCommandCommand({ CommandId: commandId, InstanceIds: [instanceId] })
  // The reason for which it is cancelled is told, not that this failed too.
  await aws.call('ssm:CancelCommand', () => client.send(request)).catch(() => {})
}
