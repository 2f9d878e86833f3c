import type { Tagged, TaggedResource } from '../ports/tagged.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'
import { readPage } from './patience.ts'

/** As many values as one filter takes. */
const mostValues = 20

/** Resource Groups Tagging API. */
export function createTagged(config: ClientConfig): Tagged {
  const aws = createCaller(config)
  const connect = once(async () => {
    const sdk = await import('@aws-sdk/client-resource-groups-tagging-api')
    return { sdk, client: new sdk.ResourceGroupsTaggingAPIClient(config) }
  })
  return {
    async find(key, values = []) {
      const { sdk, client } = await connect()
      const filter = { Key: key, ...(values.length > 0 && values.length <= mostValues ? { Values: [...values] } : {}) }
      const found: TaggedResource[] = []
      let token: string | undefined
      do {
        const page = { TagFilters: [filter], ResourcesPerPage: 100, ...(token === undefined ? {} : { PaginationToken: token }) }
        const read = () => aws.call('tag:GetResources', () => client.send(new sdk.GetResourcesCommand(page)))
        const answer = await readPage(token, read)
        for (const { ResourceARN: arn = '', Tags = [] } of answer.ResourceTagMappingList ?? []) {
          found.push({ arn, tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])) })
        }
        token = answer.PaginationToken || undefined
      } while (token !== undefined)
      return values.length === 0 ? found : found.filter(({ tags }) => values.includes(tags[key] ?? ''))
    },
  }
}
