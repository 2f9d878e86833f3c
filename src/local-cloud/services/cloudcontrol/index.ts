import type { JsonValue } from '../../../production/json.ts'
import { reasonOf } from '../../cloudformation/engine/reason.ts'
import { genericProvider } from '../../cloudformation/resources/generic.ts'
import type { JsonMap } from '../../protocol/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import { makeUuid } from '../../protocol/uuid.ts'
import { handlers } from '../../resources/index.ts'
import type { ResourceHandler, Table, World } from '../../types.ts'
import { createJsonService, demandText } from '../json-service.ts'
import { applyPatch } from './patch.ts'
import { type FoundResource, findResource, forgetResource, keepProperties } from './stack-resources.ts'

/** Table `resource-requests`, by token: how a change or deletion that was asked for has ended. */
interface RequestRecord {
  type: string
  id: string
  operation: 'UPDATE' | 'DELETE'
  /** Why it failed. */
  reason?: string
}

/** Cloud Control, for the resources that stacks made, whether a stack holds them still or not. */
export const cloudControl = createJsonService('cloudcontrolapi', {
  GetResource(input, world) {
    const { type, id, shown } = demandResource(input, world)
    return { TypeName: type, ResourceDescription: { Identifier: id, Properties: JSON.stringify(shown) } }
  },

  async UpdateResource(input, world) {
    const found = demandResource(input, world)
    const properties = applyPatch(found.request.properties, demandText(input, 'PatchDocument'))
    return await keepRequest('UPDATE', found, world, async () => {
      await handlerOf(found.type).update?.(found.id, { ...found.request, properties }, world)
      await keepProperties(found, properties, world)
    })
  },

  async DeleteResource(input, world) {
    const found = demandResource(input, world)
    return await keepRequest('DELETE', found, world, async () => {
      await handlerOf(found.type).delete(found.id, found.request, world)
      await forgetResource(found, world)
    })
  },

  GetResourceRequestStatus(input, world) {
    const token = demandText(input, 'RequestToken')
    const record = requestsOf(world).get(token)
    if (record === undefined) throw new ServiceError('RequestTokenNotFoundException', `There is no request ${token}.`)
    return { ProgressEvent: progressOf(token, record) }
  },
})

function handlerOf(type: string): ResourceHandler {
  return (Object.hasOwn(handlers, type) ? handlers[type] : undefined) ?? genericProvider
}

/** Throws ServiceError `ResourceNotFoundException`. */
function demandResource(input: JsonMap, world: World): FoundResource {
  const [type, id] = [demandText(input, 'TypeName'), demandText(input, 'Identifier')]
  const found = findResource(type, id, world)
  if (found !== undefined) return found
  throw new ServiceError('ResourceNotFoundException', `Resource of type '${type}' with identifier '${id}' was not found.`)
}

/** The work is done at once; its outcome is told when it is asked for, as AWS does. */
async function keepRequest(
  operation: RequestRecord['operation'],
  { type, id }: FoundResource,
  world: World,
  work: () => Promise<void>,
): Promise<object> {
  const token = makeUuid(world.entropy)
  const reason = await work().then(
    () => undefined,
    (error: unknown) => reasonOf(error),
  )
  const record = { type, id, operation, ...(reason === undefined ? {} : { reason }) }
  await requestsOf(world).put(token, record)
  return { ProgressEvent: { ...progressOf(token, record), OperationStatus: 'IN_PROGRESS' } }
}

function progressOf(token: string, { type, id, operation, reason }: RequestRecord): Record<string, JsonValue> {
  const common = { TypeName: type, Identifier: id, RequestToken: token, Operation: operation }
  if (reason === undefined) return { ...common, OperationStatus: 'SUCCESS' }
  return { ...common, OperationStatus: 'FAILED', ErrorCode: 'GeneralServiceException', StatusMessage: reason }
}

function requestsOf(world: World): Table<RequestRecord> {
  return world.state.table<RequestRecord>('resource-requests')
}
