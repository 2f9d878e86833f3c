import { createRepository, repositoriesOf, stillFull } from '../services/ecr/repository-store.ts'
import type { ResourceHandler, ResourceOutcome } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { flagOf, generateName, textOf } from './properties.ts'

/** AWS::ECR::Repository: one that holds images is not deleted, unless it says EmptyOnDelete. */
export const ecrRepository: ResourceHandler = {
  async create(request, world) {
    const name = textOf(request.properties, 'RepositoryName') ?? generateName(request, world, 256).toLowerCase()
    if (repositoriesOf(world).get(name) !== undefined) {
      throw new ResourceFailure(`Resource of type 'AWS::ECR::Repository' with identifier '${name}' already exists.`)
    }
    const { arn } = await createRepository(world, name, { ...request.tags })
    return outcome(name, arn, world.account, world.region)
  },

  async update(physicalId, request, world) {
    const record = repositoriesOf(world).get(physicalId)
    if (record === undefined) throw new ResourceFailure(`The repository with name '${physicalId}' does not exist.`)
    await repositoriesOf(world).put(physicalId, { ...record, tags: { ...request.tags } })
    return outcome(physicalId, record.arn, world.account, world.region)
  },

  async delete(physicalId, request, world) {
    const record = repositoriesOf(world).get(physicalId)
    if (record === undefined) return
    if (record.images.length > 0 && !flagOf(request.properties, 'EmptyOnDelete')) throw new ResourceFailure(stillFull(record, world))
    await repositoriesOf(world).remove(physicalId)
  },
}

function outcome(name: string, arn: string, account: string, region: string): ResourceOutcome {
  return { physicalId: name, attributes: { Arn: arn, RepositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${name}` } }
}
