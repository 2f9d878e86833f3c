import type { Production } from '../../production/types.ts'
import { type DraftStack, note, rootOf } from '../draft.ts'
import type { PlannedStack } from '../types.ts'
import { fitArns } from './fit-arns.ts'
import { productionArns } from './production-arns.ts'
import { arnRoom, boundaryTemplate } from './template.ts'

/** Types whose roles or users take a boundary; SAM makes a role for each of its own. */
const guarded = new Set(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::Serverless::Function', 'AWS::Serverless::StateMachine'])

/**
 * Gives every role and user of the drafts a permissions boundary that denies production's resources to them. Returns the stack
 * that makes it, and the outermost stacks that need it; undefined where there is no role.
 */
export function guardRoles(
  stacks: readonly DraftStack[],
  production: Production,
  replicaId: string,
): { stack: PlannedStack; neededBy: ReadonlySet<DraftStack> } | undefined {
  const exportName = `prod-replica-boundary-${replicaId}`
  const neededBy = new Set(stacks.filter((stack) => guardStack(stack, exportName)).map(rootOf))
  return neededBy.size === 0 ? undefined : { stack: boundaryStack(production, replicaId, exportName), neededBy }
}

/** Tells whether the stack has any role. */
function guardStack(stack: DraftStack, exportName: string): boolean {
  const roles = Object.entries(stack.template.Resources).filter(([, { Type }]) => guarded.has(Type))
  for (const [logicalId, resource] of roles) {
    const before = resource.Properties?.PermissionsBoundary
    resource.Properties = { ...resource.Properties, PermissionsBoundary: { 'Fn::ImportValue': exportName } }
    if (before !== undefined)
      note(stack, logicalId, 'kept', 'boundary-replaced', 'the boundary that keeps it from production takes the place of its own')
  }
  return roles.length > 0
}

/** Named so that it is no production stack's: those begin with a letter. */
function boundaryStack(production: Production, replicaId: string, exportName: string): PlannedStack {
  const names = production.stacks.filter((stack) => stack.parent === undefined).map((stack) => stack.name)
  const { patterns, uncovered } = fitArns(productionArns(production), arnRoom(names))
  const { template, parameters } = boundaryTemplate(patterns, names, exportName)
  const reason = `it denies production’s resources to every role of the replica${uncovered.length === 0 ? '' : `, ${uncovered.length} of them by their stack’s tag alone`}`
  const decision = { logicalId: 'Boundary', type: 'AWS::IAM::ManagedPolicy', kind: 'added' as const }
  return {
    production: '',
    title: 'permissions boundary',
    name: `prod-replica-${replicaId}-0-boundary`,
    template,
    parameters,
    nested: {},
    capabilities: ['CAPABILITY_IAM'],
    needs: [],
    decisions: [{ ...decision, reasons: [{ rule: 'boundary-added', reason }] }],
  }
}
