import type { JsonOperation } from '../json-service.ts'
import { createJsonService } from '../json-service.ts'
import { commandOperations } from './commands.ts'
import { hostsOf } from './hosts.ts'
import { parameterOperations } from './parameters.ts'

const hostOperations: Readonly<Record<string, JsonOperation>> = {
  DescribeInstanceInformation(_input, world) {
    const list = hostsOf(world)
      .values()
      .map((host) => ({
        InstanceId: host.id,
        PingStatus: 'Online',
        LastPingDateTime: world.clock.now().getTime() / 1000,
        AgentVersion: '3.3.0.0',
        PlatformType: 'Linux',
        PlatformName: 'local cloud',
        IPAddress: host.privateIp,
        ResourceType: 'EC2Instance',
      }))
    return { InstanceInformationList: list }
  },
}

/** Systems Manager: commands on hosts, and parameters. */
export const ssm = createJsonService('ssm', { ...commandOperations, ...parameterOperations, ...hostOperations })
