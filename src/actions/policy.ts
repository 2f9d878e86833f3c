import type { Binding } from '../derive/policy/types.ts'
import type { Plan } from '../derive/types.ts'
import { ExitCode } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { formatPolicies } from '../report/policy.ts'
import { makePlan } from './plan.ts'
import { openRun, type Run, type RunOptions } from './run.ts'

/** Prints the policies that the roles of CI need for the plan of replica.yml. Only read calls are made. */
export async function policy(options: RunOptions, ports: Ports): Promise<ExitCode> {
  const run = await openRun(options, ports)
  const plan = await makePlan(run)
  // The facts about IAM's actions are large, and nothing else needs them.
  const { replicaPolicies } = await import('../derive/policy/policies.ts')
  const policies = replicaPolicies(plan, bindingOf(run, plan))
  ports.output.print(run.json ? `${JSON.stringify(policies, null, 2)}\n` : formatPolicies(policies))
  return ExitCode.passed
}

/** What the policies of a plan's roles are bound to. */
export function bindingOf({ spec, stagingBucket }: Run, plan: Plan): Binding {
  const { from } = spec.notify
  const { readRole } = spec.aws
  return {
    partition: partitionOf(plan.region),
    region: plan.region,
    // Where only template files were read, the account is not known yet.
    account: plan.account === '000000000000' ? '*' : plan.account,
    production: spec.production.stacks.flatMap((name) => [name, ...nestedNames(name, plan)]),
    ...(stagingBucket === undefined ? {} : { stagingBucket }),
    ...(readRole === undefined ? {} : { readRole }),
    ...(from === undefined ? {} : { from }),
  }
}

/** CloudFormation calls a nested stack after its parent and its logical id; what is nested deeper begins the same. */
function nestedNames(production: string, plan: Plan): string[] {
  const nested = plan.stacks.filter((stack) => stack.production === production).flatMap((stack) => Object.keys(stack.nested))
  return nested.map((logicalId) => `${production}-${logicalId}-*`)
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
