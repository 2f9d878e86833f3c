import type { JsonMap } from '../../protocol/json.ts'
import type { World } from '../../types.ts'
import type { JsonOperation } from '../json-service.ts'
import { createJsonService } from '../json-service.ts'
import { pageOf } from '../pages.ts'
import { commandOperations } from './commands.ts'
import { type HostRecord, hostsOf, isOnline } from './hosts.ts'
import { parameterOperations } from './parameters.ts'

const hostOperations: Readonly<Record<string, JsonOperation>> = {
  DescribeInstanceInformation(input, world) {
    const chosen = hostsOf(world)
      .values()
      .filter((host) => isOnline(host, world) && filtersOf(input).every((filter) => fits(host, filter)))
    const token = typeof input.NextToken === 'string' ? input.NextToken : undefined
    const { page, next } = pageOf(chosen, token, Number(input.MaxResults ?? 50))
    return { InstanceInformationList: page.map((host) => format(host, world)), NextToken: next }
  },
}

/** Systems Manager: commands on hosts, and parameters. */
export const ssm = createJsonService('ssm', { ...commandOperations, ...parameterOperations, ...hostOperations })

interface HostFilter {
  key: string
  values: string[]
}

/** `Filters` and the older `InstanceInformationFilterList`. */
function filtersOf(input: JsonMap): HostFilter[] {
  const newer = Array.isArray(input.Filters) ? (input.Filters as { Key?: string; Values?: string[] }[]) : []
  const older = Array.isArray(input.InstanceInformationFilterList)
    ? (input.InstanceInformationFilterList as { key?: string; valueSet?: string[] }[])
    : []
  return [
    ...newer.map(({ Key = '', Values = [] }) => ({ key: Key, values: Values })),
    ...older.map(({ key = '', valueSet = [] }) => ({ key, values: valueSet })),
  ]
}

function fits({ id, tags }: HostRecord, { key, values }: HostFilter): boolean {
  if (key === 'InstanceIds') return values.includes(id)
  if (key.startsWith('tag:')) return values.includes(tags[key.slice(4)] ?? '')
  return key !== 'PingStatus' || values.includes('Online')
}

function format({ id, privateIp }: HostRecord, { clock }: World): object {
  return {
    InstanceId: id,
    PingStatus: 'Online',
    LastPingDateTime: clock.now().getTime() / 1000,
    AgentVersion: '3.3.0.0',
    IsLatestVersion: true,
    PlatformType: 'Linux',
    PlatformName: 'local cloud',
    IPAddress: privateIp,
    ResourceType: 'EC2Instance',
  }
}
