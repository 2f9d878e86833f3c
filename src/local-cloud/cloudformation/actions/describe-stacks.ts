import type { QueryMap } from '../../protocol/query.ts'
import { members, type XmlObject } from '../../protocol/xml.ts'
import type { Engine } from '../engine.ts'
import type { StackRecord } from '../records.ts'
import { optionalText, readTexts } from './input.ts'
import { pageOf } from './page.ts'
import { stackXml, summaryXml } from './shapes.ts'

/** DescribeStacks: one by name or ARN, or all that are not deleted. */
export function describeStacks(engine: Engine, input: QueryMap): XmlObject {
  const name = optionalText(input, 'StackName')
  if (name !== undefined) return { Stacks: members([stackXml(engine.stacks.require(name))]) }
  const { page, next } = pageOf(newestFirst(engine.stacks.live()), ageOf, input, isOlder)
  return { Stacks: members(page.map(stackXml)), NextToken: next }
}

/** ListStacks: deleted ones too. */
export function listStacks(engine: Engine, input: QueryMap): XmlObject {
  const wanted = readTexts(input, 'StackStatusFilter')
  const stacks = engine.stacks.all().filter(({ status }) => wanted.length === 0 || wanted.includes(status))
  const { page, next } = pageOf(newestFirst(stacks), ageOf, input, isOlder)
  return { StackSummaries: members(page.map(summaryXml)), NextToken: next }
}

function newestFirst(stacks: readonly StackRecord[]): StackRecord[] {
  return [...stacks].sort((a, b) => (ageOf(a) < ageOf(b) ? 1 : -1))
}

/** Stacks may be deleted while their pages are read. */
function ageOf({ createdAt, id }: StackRecord): string {
  return `${createdAt} ${id}`
}

function isOlder(stack: StackRecord, age: string): boolean {
  return ageOf(stack) < age
}
