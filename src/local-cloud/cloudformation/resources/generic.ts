import { ResourceFailure } from '../../types.ts'
import { makePhysicalId } from './physical-id.ts'
import type { ResourceProvider } from './provider.ts'

/** A resource of a type that the local cloud does nothing for but to give it an id. */
export const genericProvider: ResourceProvider = {
  create: async (request, world) => ({ physicalId: makePhysicalId(request, world), attributes: {} }),
  async delete() {},
}

/** A custom resource is code that runs in an account: without that, waiting for its answer would never end. */
export const customProvider: ResourceProvider = {
  async create({ type, logicalId }) {
    throw new ResourceFailure(
      `The local cloud runs no custom resources: nothing would answer for ${logicalId} (${type}). Leave it out by a condition.`,
    )
  },
  async delete() {},
}
