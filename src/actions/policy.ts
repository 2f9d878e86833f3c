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

function bindingOf({ spec, stagingBucket }: Run, { account, region }: Plan): Binding {
  const { from } = spec.notify
  return {
    partition: partitionOf(region),
    region,
    // Where only template files were read, the account is not known yet.
    account: account === '000000000000' ? '*' : account,
    production: spec.production.stacks,
    ...(stagingBucket === undefined ? {} : { stagingBucket }),
    ...(from === undefined ? {} : { from }),
  }
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
