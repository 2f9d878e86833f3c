import type { TemplateResource } from '../../production/types.ts'
import { type Handing, handOver } from '../outputs.ts'
import { ownId } from '../own-stack.ts'
import { type Held, placeOf } from './held.ts'

export interface Passage {
  /** The group that lets in, and the one that is let in. A VPC stands for its default group. */
  to: Held
  from: Held
  port: number
  description: string
}

/** An ingress from one group of the replica's to another by TCP; the same logical id for the same passage. */
export function newIngress({ to, from, port, description }: Passage, handing: Handing): { logicalId: string; resource: TemplateResource } {
  return {
    logicalId: ownId('Ingress', [placeOf(to), placeOf(from), String(port)]),
    resource: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: handOver(groupValue(to), handing),
        SourceSecurityGroupId: handOver(groupValue(from), handing),
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        Description: description,
      },
    },
  }
}

function groupValue(group: Held): Held & { attribute: string } {
  const isNetwork = group.stack.template.Resources[group.logicalId]?.Type === 'AWS::EC2::VPC'
  return { ...group, attribute: isNetwork ? 'DefaultSecurityGroup' : 'GroupId' }
}
