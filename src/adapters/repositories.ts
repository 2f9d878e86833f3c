import type { ImageIdentifier } from '@aws-sdk/client-ecr'
import { fail } from '../errors.ts'
import type { Repositories } from '../ports/repositories.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** As many images as one BatchDeleteImage takes. */
const mostImages = 100

/** ECR. */
export function createRepositories(config: ClientConfig): Repositories {
  const aws = createCaller(config)
  const connect = once(async () => {
    const sdk = await import('@aws-sdk/client-ecr')
    return { sdk, client: new sdk.ECRClient(config) }
  })
  /** Always from the first page: what was listed is gone by the time of the next one. */
  const list = async (repositoryName: string): Promise<ImageIdentifier[]> => {
    const { sdk, client } = await connect()
    const command = new sdk.ListImagesCommand({ repositoryName, maxResults: mostImages })
    const page = await aws.find('ecr:ListImages', () => client.send(command), isNoRepository)
    return uniqueImages(page?.imageIds ?? [])
  }
  return {
    async empty(repositoryName) {
      const { sdk, client } = await connect()
      let deleted = 0
      for (let images = await list(repositoryName); images.length > 0; images = await list(repositoryName)) {
        const command = new sdk.BatchDeleteImageCommand({ repositoryName, imageIds: images })
        const answer = await aws.call('ecr:BatchDeleteImage', () => client.send(command))
        const gone = new Set((answer.imageIds ?? []).map(({ imageDigest }) => imageDigest)).size
        // An index holds its images: they go in the round after it. A round in which nothing goes is the end.
        if (gone === 0) throw refusal(repositoryName, answer.failures?.[0]?.failureReason)
        deleted += gone
      }
      return deleted
    },
    async tags(name) {
      const { sdk, client } = await connect()
      const command = new sdk.DescribeRepositoriesCommand({ repositoryNames: [name] })
      const answer = await aws.find('ecr:DescribeRepositories', () => client.send(command), isNoRepository)
      const resourceArn = answer?.repositories?.[0]?.repositoryArn
      if (resourceArn === undefined) return undefined
      const tags = await aws.call('ecr:ListTagsForResource', () => client.send(new sdk.ListTagsForResourceCommand({ resourceArn })))
      return Object.fromEntries((tags.tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
    },
  }
}

/** By digest alone: an image that goes by its tag only loses that tag while it has others. */
function uniqueImages(images: readonly ImageIdentifier[]): ImageIdentifier[] {
  const digests = [...new Set(images.flatMap(({ imageDigest }) => imageDigest ?? []))]
  return digests.map((imageDigest) => ({ imageDigest }))
}

function refusal(name: string, reason = 'no reason given'): Error {
  return fail('cloud.call_failed', { action: 'ecr:BatchDeleteImage', code: 'ImagesStay', reason: `images of ${name} stay: ${reason}` })
}

function isNoRepository({ code }: { code: string }): boolean {
  return code === 'RepositoryNotFoundException'
}
