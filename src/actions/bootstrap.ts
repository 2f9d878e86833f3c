import type { RolePolicies } from '../derive/policy/types.ts'
import { ExitCode, fail } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Cloud } from '../ports/cloud.ts'
import type { Ports } from '../ports/index.ts'
import { formatBootstrap } from '../report/bootstrap.ts'
import { deployBootstrap, readBootstrap } from '../stack/bootstrap/deploy.ts'
import { bootstrapTemplate, type CiRoles } from '../stack/bootstrap/template.ts'
import type { CircleCi } from '../stack/bootstrap/trust.ts'
import { openClouds } from './clouds.ts'
import { openJournal } from './journal.ts'
import { makePlan } from './plan.ts'
import { bindingOf } from './policy.ts'
import { openRun, type RunOptions } from './run.ts'

export interface BootstrapOptions extends RunOptions {
  org?: string | undefined
  project?: readonly string[] | undefined
  branch?: string | undefined
  origin?: string | undefined
  'existing-provider': boolean
  'drop-others': boolean
  'dry-run': boolean
}

/**
 * Deploys what replicas need once an account and region, and says what it did. With `org` and `project` there are roles for
 * CI among it, which may do what replica.yml's plan takes. Only `dryRun` changes nothing: it prints the template.
 */
export async function bootstrap(options: BootstrapOptions, ports: Ports): Promise<ExitCode> {
  const ci = circleCiOf(options)
  const { cloud, emit, roles } = ci === undefined ? await openPlain(options, ports) : await openWithRoles(options, ci, ports)
  const template = bootstrapTemplate(roles)
  if (options['dry-run']) {
    ports.output.print(`${JSON.stringify(template, null, 2)}\n`)
    return ExitCode.passed
  }
  const connected = await cloud()
  await requireNobodyDropped(ci, options, connected)
  const deployment = await deployBootstrap(template, { cloud: connected, clock: ports.clock, emit })
  const outputs = Object.fromEntries(Object.entries(deployment.stack.outputs).map(([name, { value }]) => [name, value]))
  const done = { outcome: deployment.outcome, stack: deployment.stack.name, arn: deployment.stack.arn, region: connected.region, outputs }
  ports.output.print(options.json ? `${JSON.stringify(done, null, 2)}\n` : formatBootstrap(done))
  return ExitCode.passed
}

interface Opened {
  cloud(): Promise<Cloud>
  emit: Emit
  roles?: CiRoles
}

async function openPlain(options: BootstrapOptions, ports: Ports): Promise<Opened> {
  const { emit } = openJournal(ports)
  const nobody = { replicaId: 'bootstrap', owner: 'bootstrap', thread: '' }
  const clouds = openClouds({ ...options, role: options.role ?? 'none' }, { roles: {}, accounts: [] }, nobody, { ...ports, emit })
  return { emit, cloud: () => clouds.as() }
}

/** Whoever runs this is an administrator: the roles of replica.yml may be those that are still to be made. */
async function openWithRoles(options: BootstrapOptions, ci: CircleCi, ports: Ports): Promise<Opened> {
  const run = await openRun({ ...options, role: options.role ?? 'none' }, ports)
  const plan = await makePlan(run)
  const { replicaPolicies } = await import('../derive/policy/policies.ts')
  const binding = bindingOf(run, plan)
  const stagingBucket = `replica-staging-${binding.account}-${binding.region}`
  const policies: RolePolicies = replicaPolicies(plan, { ...binding, stagingBucket })
  return { emit: run.emit, cloud: () => run.cloud(), roles: { ci, policies } }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Throws `cli.usage`. */
function circleCiOf(options: BootstrapOptions): CircleCi | undefined {
  const { org, project: projects = [], branch, origin } = options
  if (org === undefined && projects.length === 0) return undefined
  const refuse = (reason: string) => fail('cli.usage', { reason, command: 'bootstrap' })
  if (org === undefined || projects.length === 0) throw refuse('--org and --project belong together: CircleCI’s ids of both are needed.')
  const odd = [org, ...projects].find((id) => !uuid.test(id))
  if (odd !== undefined) throw refuse(`${odd.slice(0, 60)} is not an id as CircleCI shows it in the settings (a UUID).`)
  const bounds = { ...(branch === undefined ? {} : { branch }), ...(origin === undefined ? {} : { origin }) }
  return { org, projects, existingProvider: options['existing-provider'], ...bounds }
}

/** An update would take the roles from the projects that an earlier run named. Throws `bootstrap.would_drop`. */
async function requireNobodyDropped(ci: CircleCi | undefined, options: BootstrapOptions, cloud: Cloud): Promise<void> {
  if (options['drop-others']) return
  const before = (await readBootstrap({ cloud }))?.outputs.Projects?.value.split(',') ?? []
  const projects = before.filter((project) => !ci?.projects.includes(project))
  if (projects.length > 0) throw fail('bootstrap.would_drop', { projects })
}
