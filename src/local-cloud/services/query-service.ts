import type { QueryMap } from '../protocol/query.ts'
import { formatQueryAnswer, formatQueryError, parseQuery } from '../protocol/query.ts'
import { ServiceError } from '../protocol/service-error.ts'
import { makeUuid } from '../protocol/uuid.ts'
import type { XmlObject } from '../protocol/xml.ts'
import type { Service, ServiceRequest, World } from '../types.ts'

/** One action of a query service: its result, or undefined where the answer has none. Throws ServiceError. */
export type QueryAction = (input: QueryMap, world: World, request: ServiceRequest) => Promise<XmlObject | undefined> | XmlObject | undefined

/** A service that speaks AWS's query protocol, from its actions. */
export function createQueryService(options: {
  signingName: string
  namespace: string
  actions: Readonly<Record<string, QueryAction>>
}): Service {
  const { signingName, namespace, actions } = options
  return {
    signingName,
    async handle(request, world) {
      const requestId = makeUuid(world.entropy)
      try {
        const { action, input } = parseQuery(request)
        const run = Object.hasOwn(actions, action) ? actions[action] : undefined
        if (run === undefined)
          throw new ServiceError('InvalidAction', `The local cloud does not know the action ${action} of ${signingName}.`)
        const result = await run(input, world, request)
        return formatQueryAnswer({ action, namespace, requestId, ...(result !== undefined && { result }) })
      } catch (error) {
        if (error instanceof ServiceError) return formatQueryError(error, namespace, requestId)
        throw error
      }
    },
  }
}
