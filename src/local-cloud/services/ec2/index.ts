import { parseQuery, type QueryMap } from '../../protocol/query.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { makeUuid } from '../../protocol/uuid.ts'
import type { XmlObject } from '../../protocol/xml.ts'
import type { Service, World } from '../../types.ts'
import { formatEc2Answer, formatEc2Error } from './answer.ts'
import { instanceActions } from './instance-actions.ts'
import { interfaceActions } from './interface-actions.ts'

/** One action of EC2. Throws ServiceError. */
export type Ec2Action = (input: QueryMap, world: World) => Promise<XmlObject> | XmlObject

const actions: Readonly<Record<string, Ec2Action>> = { ...instanceActions, ...interfaceActions }

/** EC2: hosts, and the network interfaces that keep a network from being deleted. */
export const ec2: Service = {
  signingName: 'ec2',
  async handle(request, world) {
    const requestId = makeUuid(world.entropy)
    try {
      const { action, input } = parseQuery(request)
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined
      if (run === undefined) throw new ServiceError('InvalidAction', `The local cloud does not know the action ${action} of ec2.`)
      return formatEc2Answer(action, await run(input, world), requestId)
    } catch (error) {
      if (error instanceof ServiceError) return formatEc2Error(error, requestId)
      throw error
    }
  },
}
