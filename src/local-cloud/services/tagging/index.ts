import type { StackRecord } from '../../cloudformation/records.ts'
import { isTaggable } from '../../facts/tag-properties.ts'
import type { JsonMap } from '../../protocol/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { Table, World } from '../../types.ts'
import { createJsonService, tagList } from '../json-service.ts'
import { pageOf } from '../pages.ts'
import { directResources } from './direct-resources.ts'
import { livingResources } from './living-resources.ts'

/** The Resource Groups Tagging API: what carries tags in the account, whoever made it. */
export const tagging = createJsonService('tagging', {
  GetResources(input, world) {
    const arns = textsOf(input.ResourceARNList)
    const chosen = taggedResources(world)
      .filter(({ arn }) => arns.length === 0 || arns.includes(arn))
      .filter(({ arn }) => isOfTypes(arn, textsOf(input.ResourceTypeFilters)))
      .filter(({ tags }) => filtersOf(input).every((filter) => fits(tags, filter)))
    const size = readSize(input)
    const { page, next } = pageOf(chosen, readToken(input), size)
    return {
      PaginationToken: next ?? '',
      ResourceTagMappingList: page.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tagList(tags) })),
    }
  },

  GetTagKeys: (_, world) => ({
    PaginationToken: '',
    TagKeys: [...new Set(taggedResources(world).flatMap(({ tags }) => Object.keys(tags)))],
  }),

  async TagResources(input, world) {
    const given = typeof input.Tags === 'object' && input.Tags !== null ? Object.entries(input.Tags) : []
    const tags = Object.fromEntries(given.map(([key, value]) => [key, String(value)]))
    for (const arn of textsOf(input.ResourceARNList)) {
      const before = changesOf(world).get(arn)
      const removed = (before?.removed ?? []).filter((key) => !Object.hasOwn(tags, key))
      await changesOf(world).put(arn, { set: { ...before?.set, ...tags }, removed })
    }
    return { FailedResourcesMap: {} }
  },

  async UntagResources(input, world) {
    const keys = textsOf(input.TagKeys)
    for (const arn of textsOf(input.ResourceARNList)) {
      const before = changesOf(world).get(arn)
      const set = Object.fromEntries(Object.entries(before?.set ?? {}).filter(([key]) => !keys.includes(key)))
      await changesOf(world).put(arn, { set, removed: [...new Set([...(before?.removed ?? []), ...keys])] })
    }
    return { FailedResourcesMap: {} }
  },
})

/** Table `tag-changes`, by ARN: what calls to this API have done to a resource's tags. */
interface TagChanges {
  set: Record<string, string>
  removed: string[]
}

function changesOf(world: World): Table<TagChanges> {
  return world.state.table<TagChanges>('tag-changes')
}

/** Types that carry tags which this API does not tell. */
const untold = new Set(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::AutoScaling::AutoScalingGroup', 'AWS::CloudFormation::Stack'])

function taggedResources(world: World): { arn: string; tags: Record<string, string> }[] {
  const stacks = world.state.table<StackRecord>('stacks').values()
  const living = stacks.filter(({ status }) => status !== 'DELETE_COMPLETE' && status !== 'REVIEW_IN_PROGRESS')
  const made = livingResources(world).filter(({ type }) => isTaggable(type) && !untold.has(type))
  const all = [...directResources(world), ...living.map(({ id, tags }) => ({ arn: id, tags })), ...made]
  const unique = new Map(all.map(({ arn, tags }) => [arn, withChanges(tags, changesOf(world).get(arn))]))
  return [...unique].map(([arn, tags]) => ({ arn, tags })).filter(({ tags }) => Object.keys(tags).length > 0)
}

function withChanges(tags: Record<string, string>, changes: TagChanges | undefined): Record<string, string> {
  if (changes === undefined) return tags
  return Object.fromEntries(Object.entries({ ...tags, ...changes.set }).filter(([key]) => !changes.removed.includes(key)))
}

interface TagFilter {
  key: string
  values: string[]
}

function filtersOf(input: JsonMap): TagFilter[] {
  const filters = Array.isArray(input.TagFilters) ? (input.TagFilters as { Key?: string; Values?: string[] }[]) : []
  if (filters.length > 50) throw new ServiceError('InvalidParameterException', 'TagFilters has more than 50 members.')
  return filters.map(({ Key = '', Values = [] }) => ({ key: Key, values: Values }))
}

/** Without values, having the key is enough. */
function fits(tags: Record<string, string>, { key, values }: TagFilter): boolean {
  const value = Object.hasOwn(tags, key) ? tags[key] : undefined
  return value !== undefined && (values.length === 0 || values.includes(value))
}

/** `s3`, `ec2:instance`: service, and the first part of what follows the account. */
function isOfTypes(arn: string, types: readonly string[]): boolean {
  const [, , service, , , ...rest] = arn.split(':')
  const kind = service === 's3' ? 'bucket' : rest.join(':').split(/[:/]/)[0]
  return types.length === 0 || types.includes(service ?? '') || types.includes(`${service}:${kind}`)
}

function readSize(input: JsonMap): number {
  const size = Number(input.ResourcesPerPage ?? 50)
  if (size >= 1 && size <= 100) return size
  throw new ServiceError('InvalidParameterException', 'ResourcesPerPage must be from 1 to 100.')
}

function readToken(input: JsonMap): string | undefined {
  const token = input.PaginationToken
  if (token === undefined || token === '') return undefined
  if (typeof token === 'string' && /^\d+$/.test(token)) return token
  throw new ServiceError('PaginationTokenExpiredException', 'The pagination token is not valid.')
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
