import { idTag } from '../../derive/tags.ts'
import type { StackDescription, StackResource } from '../../ports/stacks.ts'
import type { StackPorts } from '../ports.ts'
import { readOurs } from '../replica/ours.ts'
import { idsOf } from './resources.ts'

/**
 * Empties the ECR repositories among what a stack of this replica holds: CloudFormation cannot
 * delete one that holds images. One that cannot
 * be emptied is told of, and left to the deletion to name. Throws `stack.not_ours`.
 */
export async function emptyRepositories(
  stack: StackDescription,
  replicaId: string,
  holdings: readonly StackResource[],
  ports: StackPorts,
): Promise<void> {
  for (const repository of idsOf(holdings, 'AWS::ECR::Repository')) {
    if ((await readOurs(stack.arn, replicaId, ports)) === undefined) return
    try {
      await emptyRepository(stack.name, repository, replicaId, ports)
    } catch (error) {
      ports.emit('stack.delete_failed', { stack: stack.name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
}

async function emptyRepository(stack: string, repository: string, replicaId: string, ports: StackPorts): Promise<void> {
  const { cloud, budget, emit } = ports
  const tags = await budget.call(() => cloud.repositories.tags(repository), undefined, 'DescribeRepositories')
  if (tags === undefined || (tags[idTag] !== undefined && tags[idTag] !== replicaId)) return
  const images = await budget.call(() => cloud.repositories.empty(repository), undefined, 'BatchDeleteImage')
  if (images > 0) emit('repository.emptied', { stack, repository, images })
}
