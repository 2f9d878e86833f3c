import type { Spec } from '../spec/types.ts'
import { isAllowedResource } from './apply-rules.ts'
import { type DraftStack, note } from './draft.ts'

/** A nested stack whose own template is not known may name production's resources. */
export function refuseUnreadNested(stack: DraftStack, spec: Spec): void {
  for (const [logicalId, { Type }] of Object.entries(stack.template.Resources)) {
    if (Type !== 'AWS::CloudFormation::Stack' || stack.children.has(logicalId)) continue
    const isAllowed = isAllowedResource(spec, stack.source.name, logicalId)
    if (isAllowed) note(stack, logicalId, 'kept', 'nested-unread', 'replica.allow names it')
    else note(stack, logicalId, 'refused', 'nested-unread', 'its own template could not be read, so it may name production’s resources')
  }
}
