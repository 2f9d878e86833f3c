import { ServiceError } from '../protocol/service-error.ts'
import { generateSecretString } from '../services/secretsmanager/generate.ts'
import { createSecret, findSecret, secretsOf } from '../services/secretsmanager/secret-store.ts'
import type { ResourceHandler, ResourceRequest, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { generateName, mapOf, textOf } from './properties.ts'

/** AWS::SecretsManager::Secret: Ref gives its ARN. */
export const secret: ResourceHandler = {
  async create(request, world) {
    const name = textOf(request.properties, 'Name') ?? generateName(request, world, 64)
    try {
      const { arn } = await createSecret(world, { name, value: initialValue(request, world), tags: { ...request.tags } })
      return { physicalId: arn, attributes: { Id: arn } }
    } catch (error) {
      throw error instanceof ServiceError || error instanceof RangeError || error instanceof SyntaxError
        ? new ResourceFailure(error.message)
        : error
    }
  },

  async update(physicalId, request, world) {
    const record = findSecret(world, physicalId)
    if (record === undefined) throw new ResourceFailure(`Secrets Manager can't find the specified secret.`)
    const value = textOf(request.properties, 'SecretString') ?? record.value
    await secretsOf(world).put(record.arn, { ...record, value, tags: { ...request.tags } })
    return { physicalId, attributes: { Id: physicalId } }
  },

  async delete(physicalId, _request, world) {
    await secretsOf(world).remove(physicalId)
  },
}

function initialValue(request: ResourceRequest, world: World): string {
  const given = textOf(request.properties, 'SecretString')
  if (given !== undefined) return given
  const { GenerateSecretString: options } = request.properties
  return options === undefined ? '' : generateSecretString(mapOf(options), world)
}
