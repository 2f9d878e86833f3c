import { type DraftStack, note } from '../draft.ts'

/** Nothing of a replica outlives it: every resource is deleted with its stack, whatever production says. */
export function deleteWithStack(stack: DraftStack): void {
  for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
    const before = resource.DeletionPolicy
    resource.DeletionPolicy = 'Delete'
    resource.UpdateReplacePolicy = 'Delete'
    const isOther = before !== undefined && before !== 'Delete'
    if (isOther)
      note(
        stack,
        logicalId,
        'kept',
        'deleted-with-stack',
        `the deletion policy was ${typeof before === 'string' ? before : JSON.stringify(before)}`,
      )
  }
}

/** Signals and update rules are for deployments; a replica is made once. */
export function withoutDeploymentRules(stack: DraftStack): void {
  for (const resource of Object.values(stack.template.Resources)) delete resource.UpdatePolicy
  delete stack.template.Rules
  delete stack.template.Metadata?.['AWS::CloudFormation::Interface']
  if (Object.keys(stack.template.Metadata ?? {}).length === 0) delete stack.template.Metadata
}
