import type { JsonValue } from '../../../production/json.ts'
import type { ResourceHandler, ResourceRequest } from '../../types.ts'

/** What the engine asks of a resource type: a handler, and for what takes its own time, a way to wait for it. */
export interface ResourceProvider extends ResourceHandler {
  /** Resolves with the final attributes when the created or updated resource can be used. Throws ResourceFailure. */
  settle?(physicalId: string, request: ResourceRequest): Promise<Readonly<Record<string, JsonValue>>>
}
