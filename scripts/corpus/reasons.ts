import type { Decision, Plan, PlannedNested } from '../../src/derive/types.ts'
import type { ReplicaError } from '../../src/errors.ts'

/** Why a template was refused, short and always the same: an error code, and what kind of thing it was about. */
export function reasonOf(error: ReplicaError, plan: Plan | undefined): string {
  const first = error.problems[0] ?? error
  if (plan !== undefined && first.code === 'derive.resource_refused') return `${first.code}: ${refusedKind(plan)}`
  if (plan !== undefined && first.code === 'derive.leaks_found') return `${first.code}: ${leakKind(plan)}`
  return first.code
}

function refusedKind({ stacks }: Plan): string {
  const refused = stacks.flatMap(decisionsOf).find(({ kind }) => kind === 'refused')
  if (refused?.reasons.some(({ rule }) => rule.includes('import')) === true) return 'import'
  const type = refused?.type ?? ''
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource' ? 'Custom::*' : type
}

function decisionsOf({ decisions, nested }: Pick<PlannedNested, 'decisions' | 'nested'>): Decision[] {
  return [...decisions, ...Object.values(nested).flatMap(decisionsOf)]
}

/** `the physical id of prod’s Bucket` → `physical id`. */
function leakKind({ leaks }: Plan): string {
  const meaning = leaks.find((leak) => !leak.allowed)?.meaning ?? ''
  const [kind = meaning] = meaning.replace(/^(the|an|a|in the) /, '').split(/ of |, | [A-Z][\w-]* of /)
  return kind.replace(/^output .*/, 'output')
}
