import { createHash } from 'node:crypto'
import type { JsonMap } from '../../protocol/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { World } from '../../types.ts'
import { createJsonService, demandText, tagList, tagsOf } from '../json-service.ts'
import { pageOf } from '../pages.ts'
import { createRepository, type ImageRecord, type RepositoryRecord, repositoriesOf, stillFull } from './repository-store.ts'

/** ECR: repositories and the images in them; layers are nobody's here. */
export const ecr = createJsonService('ecr', {
  async CreateRepository(input, world) {
    const name = demandText(input, 'repositoryName')
    if (repositoriesOf(world).get(name) !== undefined) {
      const text = `The repository with name '${name}' already exists in the registry with id '${world.account}'`
      throw new ServiceError('RepositoryAlreadyExistsException', text)
    }
    return { repository: format(await createRepository(world, name, tagsOf(input.tags)), world) }
  },

  DescribeRepositories(input, world) {
    const names = Array.isArray(input.repositoryNames) ? input.repositoryNames.map(String) : undefined
    const chosen = names?.map((name) => demandRepository(name, world)) ?? repositoriesOf(world).values()
    const { page, next } = pageOf(chosen, tokenOf(input), Number(input.maxResults ?? 100))
    return { repositories: page.map((record) => format(record, world)), nextToken: next }
  },

  async DeleteRepository(input, world) {
    const record = demandRepository(demandText(input, 'repositoryName'), world)
    if (record.images.length > 0 && input.force !== true) throw new ServiceError('RepositoryNotEmptyException', stillFull(record, world))
    await repositoriesOf(world).remove(record.name)
    return { repository: format(record, world) }
  },

  async PutImage(input, world) {
    const record = demandRepository(demandText(input, 'repositoryName'), world)
    const manifest = demandText(input, 'imageManifest')
    const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`
    const tag = typeof input.imageTag === 'string' ? [input.imageTag] : []
    const known = record.images.find((image) => image.digest === digest)
    if (known !== undefined && tag.every((name) => known.tags.includes(name))) {
      throw new ServiceError('ImageAlreadyExistsException', `Image with digest '${digest}' and tag '${tag}' already exists.`)
    }
    const mediaType = String(input.imageManifestMediaType ?? 'application/vnd.oci.image.manifest.v1+json')
    const others = record.images.filter((image) => image !== known).map((image) => without(image, tag))
    const image = { digest, manifest, mediaType, tags: [...(known?.tags ?? []), ...tag], pushedAt: world.clock.now().toISOString() }
    await repositoriesOf(world).put(record.name, { ...record, images: [...others, image] })
    return { image: { registryId: world.account, repositoryName: record.name, imageId: idsOf(image)[0], imageManifest: manifest } }
  },

  ListImages(input, world) {
    const { images } = demandRepository(demandText(input, 'repositoryName'), world)
    const { page, next } = pageOf(images.flatMap(idsOf), tokenOf(input), Number(input.maxResults ?? 100))
    return { imageIds: page, nextToken: next }
  },

  async BatchDeleteImage(input, world) {
    const record = demandRepository(demandText(input, 'repositoryName'), world)
    const wanted = Array.isArray(input.imageIds) ? (input.imageIds as { imageDigest?: string; imageTag?: string }[]) : []
    if (wanted.length > 100) throw new ServiceError('InvalidParameterException', 'imageIds has more than 100 members.')
    const found = wanted.filter((id) => record.images.some((image) => isMeant(image, id)))
    const missing = wanted.filter((id) => !found.includes(id))
    await repositoriesOf(world).put(record.name, { ...record, images: deleteFrom(record.images, found) })
    const failures = missing.map((imageId) => ({ imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }))
    return { imageIds: found, failures }
  },

  ListTagsForResource(input, world) {
    const arn = demandText(input, 'resourceArn')
    const record = demandRepository(arn.split(':repository/')[1] ?? '', world)
    return { tags: tagList(record.tags) }
  },
})

interface ImageId {
  imageDigest?: string
  imageTag?: string
}

/** A tag takes the tag alone away; an image without tags that had some goes with its last. */
function deleteFrom(images: readonly ImageRecord[], ids: readonly ImageId[]): ImageRecord[] {
  const byDigest = ids.filter(({ imageTag }) => imageTag === undefined)
  const tags = ids.flatMap(({ imageTag }) => imageTag ?? [])
  return images
    .filter((image) => !byDigest.some((id) => isMeant(image, id)))
    .map((image) => ({ before: image, after: without(image, tags) }))
    .filter(({ before, after }) => before.tags.length === 0 || after.tags.length > 0)
    .map(({ after }) => after)
}

function isMeant(image: ImageRecord, { imageDigest, imageTag }: ImageId): boolean {
  return imageTag === undefined ? image.digest === imageDigest : image.tags.includes(imageTag)
}

function without(image: ImageRecord, tags: readonly string[]): ImageRecord {
  return { ...image, tags: image.tags.filter((tag) => !tags.includes(tag)) }
}

function idsOf({ digest, tags }: ImageRecord): ImageId[] {
  return tags.length === 0 ? [{ imageDigest: digest }] : tags.map((imageTag) => ({ imageDigest: digest, imageTag }))
}

function demandRepository(name: string, world: World): RepositoryRecord {
  const record = repositoriesOf(world).get(name)
  if (record !== undefined) return record
  const text = `The repository with name '${name}' does not exist in the registry with id '${world.account}'`
  throw new ServiceError('RepositoryNotFoundException', text)
}

function tokenOf(input: JsonMap): string | undefined {
  return typeof input.nextToken === 'string' ? input.nextToken : undefined
}

function format({ name, arn, createdAt }: RepositoryRecord, world: World): object {
  return {
    repositoryArn: arn,
    registryId: world.account,
    repositoryName: name,
    repositoryUri: `${world.account}.dkr.ecr.${world.region}.amazonaws.com/${name}`,
    createdAt: Date.parse(createdAt) / 1000,
    imageTagMutability: 'MUTABLE',
  }
}
