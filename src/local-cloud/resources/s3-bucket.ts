import { ServiceError } from '../protocol/service-error.ts'
import { bucketsOf } from '../services/s3/bucket-records.ts'
import { createBucket, deleteBucket } from '../services/s3/bucket-store.ts'
import type { ResourceHandler, ResourceOutcome, ResourceRequest, World } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { generateName, mapOf, textOf } from './properties.ts'

/** AWS::S3::Bucket. */
export const s3Bucket: ResourceHandler = {
  async create(request, world) {
    const name = textOf(request.properties, 'BucketName') ?? generateName(request, world, 63).toLowerCase()
    if (bucketsOf(world).get(name) !== undefined) throw new ResourceFailure(`${name} already exists`)
    await asFailure(createBucket(world, name, settingsOf(request)))
    return outcome(name, world)
  },

  async update(physicalId, request, world) {
    const record = bucketsOf(world).get(physicalId)
    if (record === undefined) throw new ResourceFailure('The specified bucket does not exist')
    await bucketsOf(world).put(physicalId, { ...record, ...settingsOf(request) })
    return outcome(physicalId, world)
  },

  async delete(physicalId, _request, world) {
    if (bucketsOf(world).get(physicalId) !== undefined) await asFailure(deleteBucket(world, physicalId))
  },
}

function settingsOf(request: ResourceRequest) {
  const status = mapOf(request.properties.VersioningConfiguration).Status
  const versioning = status === 'Enabled' || status === 'Suspended' ? status : undefined
  const lifecycle = mapOf(request.properties.LifecycleConfiguration).Rules
  return { versioning, tags: { ...request.tags }, ...(lifecycle === undefined ? {} : { lifecycle }) } as const
}

function outcome(name: string, world: World): ResourceOutcome {
  const { partition, region } = world
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:${partition}:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
    },
  }
}

async function asFailure(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    throw error instanceof ServiceError ? new ResourceFailure(error.message) : error
  }
}
