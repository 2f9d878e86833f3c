import type { QueryMap } from '../../protocol/query.ts'
import { members, type XmlObject } from '../../protocol/xml.ts'
import type { Engine } from '../engine.ts'
import { invalid } from '../invalid.ts'
import type { ResourceRecord, StackRecord } from '../records.ts'
import { parseTemplateText } from '../template/parse.ts'
import { optionalText, requireText } from './input.ts'
import { pageOf } from './page.ts'
import { resourceXml } from './shapes.ts'

/** DescribeStackResource. */
export function describeStackResource(engine: Engine, input: QueryMap): XmlObject {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  const resource = requireResource(stack, requireText(input, 'LogicalResourceId'))
  const metadata = parseTemplateText(engine.stacks.templateText(stack.template)).Resources[resource.logicalId]?.Metadata
  const shape = resourceXml(stack, resource, 'LastUpdatedTimestamp')
  return { StackResourceDetail: { ...shape, Metadata: metadata === undefined ? undefined : JSON.stringify(metadata) } }
}

/** DescribeStackResources: of a stack, or of the stack that has a physical resource. */
export function describeStackResources(engine: Engine, input: QueryMap): XmlObject {
  const stack = stackOf(engine, input)
  const logicalId = optionalText(input, 'LogicalResourceId')
  const resources = logicalId === undefined ? byName(stack) : [requireResource(stack, logicalId)]
  return { StackResources: members(resources.map((resource) => resourceXml(stack, resource, 'Timestamp'))) }
}

/** ListStackResources. */
export function listStackResources(engine: Engine, input: QueryMap): XmlObject {
  const stack = engine.stacks.require(requireText(input, 'StackName'))
  const { page, next } = pageOf(byName(stack), ({ logicalId }) => logicalId, input)
  const summaries = page.map((resource) => {
    const { StackId: _, StackName: _name, ...summary } = resourceXml(stack, resource, 'LastUpdatedTimestamp')
    return summary
  })
  return { StackResourceSummaries: members(summaries), NextToken: next }
}

function stackOf(engine: Engine, input: QueryMap): StackRecord {
  const name = optionalText(input, 'StackName')
  if (name !== undefined) return engine.stacks.require(name)
  const physicalId = optionalText(input, 'PhysicalResourceId')
  if (physicalId === undefined) throw invalid('Either StackName or PhysicalResourceId must be specified.')
  const found = engine.stacks.live().find(({ resources }) => Object.values(resources).some((each) => each.physicalId === physicalId))
  if (found === undefined) throw invalid(`Stack for ${physicalId} does not exist`)
  return found
}

function requireResource(stack: StackRecord, logicalId: string): ResourceRecord {
  const resource = Object.hasOwn(stack.resources, logicalId) ? stack.resources[logicalId] : undefined
  if (resource === undefined) throw invalid(`Resource ${logicalId} does not exist for stack ${stack.name}`)
  return resource
}

function byName({ resources }: StackRecord): ResourceRecord[] {
  return Object.values(resources).sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1))
}
