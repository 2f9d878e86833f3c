import type { StackResource } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'

/** One resource that a stack still holds, with the stack that holds it: a nested one, where it is in that. */
export interface Holding extends StackResource {
  stackArn: string
}

/** What a stack holds, nested stacks included, that is not deleted yet. */
export async function holdingsOf(stackArn: string, ports: StackPorts): Promise<Holding[]> {
  const resources = (await ports.budget.call(() => ports.cloud.stacks.resources(stackArn), undefined, 'ListStackResources')) ?? []
  const present = resources.filter(({ status }) => status !== 'DELETE_COMPLETE').map((resource) => ({ ...resource, stackArn }))
  const inner = present.flatMap(({ type, physicalId }) => (type === nestedStack && physicalId ? [physicalId] : []))
  const nested = await Promise.all(inner.map((arn) => holdingsOf(arn, ports)))
  return [...present, ...nested.flat()]
}

export const nestedStack = 'AWS::CloudFormation::Stack'

/** The physical ids of the holdings of one type. */
export function idsOf(holdings: readonly StackResource[], wanted: string): string[] {
  return holdings.flatMap(({ type, physicalId }) => (type === wanted && physicalId ? [physicalId] : []))
}
