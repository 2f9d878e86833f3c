import type { JsonMap } from '../../protocol/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { makeUuid } from '../../protocol/uuid.ts'
import type { Table, World } from '../../types.ts'
import type { JsonOperation } from '../json-service.ts'
import { demandText } from '../json-service.ts'
import type { CommandResult, RunningCommand } from './command-run.ts'
import { runOnHost } from './command-run.ts'
import { type HostRecord, hostsOf, isOnline } from './hosts.ts'

/** Table `ssm-invocations`, by `<command id>/<instance id>`. */
interface InvocationRecord {
  commandId: string
  instanceId: string
  documentName: string
  comment: string
  /** As they were sent: AWS keeps them for 30 days. */
  parameters: Record<string, string[] | undefined>
  requestedAt: string
  status: CommandResult['status'] | 'InProgress'
  exitCode: number
  stdout: string
  stderr: string
  endedAt?: string
}

/** The commands that run now, by the same key; they end with the process. */
const running = new WeakMap<World, Map<string, RunningCommand>>()

/** The operations on commands that hosts run. */
export const commandOperations: Readonly<Record<string, JsonOperation>> = {
  async SendCommand(input, world) {
    const documentName = demandText(input, 'DocumentName')
    if (documentName !== 'AWS-RunShellScript')
      throw new ServiceError('InvalidDocument', `The document ${documentName} does not exist here.`)
    const hosts = chooseHosts(input, world)
    const commandId = makeUuid(world.entropy)
    for (const instanceId of hosts) await begin(world, { commandId, instanceId, documentName, input })
    return {
      Command: { CommandId: commandId, DocumentName: documentName, InstanceIds: hosts, Status: 'Pending', TargetCount: hosts.length },
    }
  },

  GetCommandInvocation(input, world) {
    const key = `${demandText(input, 'CommandId')}/${demandText(input, 'InstanceId')}`
    const record = invocationsOf(world).get(key)
    if (record === undefined) throw new ServiceError('InvocationDoesNotExist', 'The invocation does not exist.')
    return formatInvocation(record)
  },

  ListCommandInvocations(input, world) {
    const chosen = invocationsOf(world)
      .values()
      .filter(({ commandId }) => input.CommandId === undefined || commandId === input.CommandId)
      .filter(({ instanceId }) => input.InstanceId === undefined || instanceId === input.InstanceId)
    return {
      CommandInvocations: chosen.map((record) => ({
        ...formatInvocation(record),
        RequestedDateTime: Date.parse(record.requestedAt) / 1000,
      })),
    }
  },

  ListCommands(input, world) {
    const chosen = invocationsOf(world)
      .values()
      .filter(({ commandId }) => input.CommandId === undefined || commandId === input.CommandId)
    return {
      Commands: chosen.map(({ commandId, instanceId, documentName, comment, parameters, requestedAt, status }) => ({
        CommandId: commandId,
        DocumentName: documentName,
        Comment: comment,
        Parameters: parameters,
        InstanceIds: [instanceId],
        RequestedDateTime: Date.parse(requestedAt) / 1000,
        Status: status,
      })),
    }
  },

  CancelCommand(input, world) {
    const commandId = demandText(input, 'CommandId')
    for (const [key, command] of runningOf(world)) if (key.startsWith(`${commandId}/`)) command.cancel()
    return {}
  },
}

async function begin(
  world: World,
  request: { commandId: string; instanceId: string; documentName: string; input: JsonMap },
): Promise<void> {
  const { commandId, instanceId, documentName, input } = request
  const key = `${commandId}/${instanceId}`
  const record: InvocationRecord = {
    commandId,
    instanceId,
    documentName,
    comment: typeof input.Comment === 'string' ? input.Comment : '',
    parameters: parametersOf(input),
    requestedAt: world.clock.now().toISOString(),
    status: 'InProgress',
    exitCode: -1,
    stdout: '',
    stderr: '',
  }
  await invocationsOf(world).put(key, record)
  const command = runOnHost(world, instanceId, scriptOf(input))
  runningOf(world).set(key, command)
  void command.done
    .then((result) => invocationsOf(world).put(key, { ...record, ...result, endedAt: world.clock.now().toISOString() }))
    .catch(() => {})
    .finally(() => runningOf(world).delete(key))
}

/** Ends the commands that still run, as when hosts are switched off. */
export async function endCommands(world: World): Promise<void> {
  const commands = [...runningOf(world).values()]
  for (const command of commands) command.cancel()
  await Promise.allSettled(commands.map((command) => command.done))
}

function chooseHosts(input: JsonMap, world: World): string[] {
  const listed = Array.isArray(input.InstanceIds) ? input.InstanceIds.map(String) : []
  const targets = Array.isArray(input.Targets) ? (input.Targets as { Key?: string; Values?: string[] }[]) : []
  const targeted = targets.flatMap(({ Key = '', Values = [] }) =>
    hostsOf(world)
      .values()
      .filter((host) => (Key === 'InstanceIds' ? Values.includes(host.id) : Values.includes(host.tags[Key.replace(/^tag:/, '')] ?? '')))
      .filter((host) => canRun(host, world))
      .map((host) => host.id),
  )
  const unknown = listed.some((id) => !canRun(hostsOf(world).get(id), world))
  if (unknown || listed.length + targeted.length === 0) {
    throw new ServiceError('InvalidInstanceId', 'Instances not in a valid state for account')
  }
  return [...new Set([...listed, ...targeted])]
}

/** Nothing reaches a host whose agent has not reported yet. */
function canRun(host: HostRecord | undefined, world: World): boolean {
  return host !== undefined && isOnline(host, world)
}

function scriptOf(input: JsonMap): { commands: string[]; folder?: string; timeoutMs: number } {
  const parameters = parametersOf(input)
  const folder = parameters.workingDirectory?.[0]
  const seconds = Number(parameters.executionTimeout?.[0] ?? 3600)
  if (!parameters.commands?.length) throw new ServiceError('InvalidParameters', 'The parameter commands must be given.')
  return { commands: parameters.commands, timeoutMs: seconds * 1000, ...(folder && { folder }) }
}

function parametersOf(input: JsonMap): Record<string, string[] | undefined> {
  return (input.Parameters ?? {}) as Record<string, string[] | undefined>
}

function formatInvocation(record: InvocationRecord) {
  return {
    CommandId: record.commandId,
    InstanceId: record.instanceId,
    DocumentName: record.documentName,
    Comment: record.comment,
    PluginName: 'aws:runShellScript',
    ResponseCode: record.exitCode,
    Status: record.status,
    StatusDetails: record.status,
    ExecutionStartDateTime: record.requestedAt,
    ExecutionEndDateTime: record.endedAt ?? '',
    StandardOutputContent: record.stdout,
    StandardErrorContent: record.stderr,
  }
}

function invocationsOf(world: World): Table<InvocationRecord> {
  return world.state.table<InvocationRecord>('ssm-invocations')
}

function runningOf(world: World): Map<string, RunningCommand> {
  const commands = running.get(world) ?? new Map<string, RunningCommand>()
  running.set(world, commands)
  return commands
}
