import type { Spec } from '../spec/types.ts'
import { isAllowedResource } from './decide/apply-rules.ts'
import { type DraftStack, note } from './draft.ts'

/**
 * A nested stack's template is derived too, and found by its place in the plan until it is staged. One that could not be read may
 * name production's resources.
 */
export function settleNested(stack: DraftStack, spec: Spec): void {
  for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
    if (resource.Type !== 'AWS::CloudFormation::Stack') continue
    const child = stack.children.get(logicalId)
    if (child === undefined) refuseUnread(stack, logicalId, spec)
    else resource.Properties = { ...resource.Properties, TemplateURL: `nested/${logicalId}` }
  }
}

function refuseUnread(stack: DraftStack, logicalId: string, spec: Spec): void {
  const isAllowed = isAllowedResource(spec, stack.source.name, logicalId)
  if (isAllowed) note(stack, logicalId, 'kept', 'nested-unread', 'replica.allow names it')
  else note(stack, logicalId, 'refused', 'nested-unread', 'its own template could not be read, so it may name production’s resources')
}
