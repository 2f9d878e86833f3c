import type { JsonValue } from '../../production/json.ts'
import type { Template, TemplateResource } from '../../production/types.ts'
import type { Plan, PlannedNested } from '../types.ts'
import { ourPrefix } from './arns.ts'

/** The names in a plan that policies are bound to. */
export interface PlannedNames {
  iam: PlannedIam
  /** Of buckets, with `*` for the replica's id. */
  buckets: readonly string[]
}

/** What the policies need of the IAM resources in a plan. */
export interface PlannedIam {
  /** By kind (`role`, `policy`, …) the names that their templates give them, with `*` for the replica's id. */
  names: Readonly<Record<string, readonly string[]>>
  /** The services that their roles trust, such as `ec2.amazonaws.com`. */
  services: readonly string[]
}

/** The resource types of all the plan's templates, sorted. */
export function typesOf(plan: Plan): string[] {
  return [...new Set(resourcesOf(plan).map(({ Type }) => Type))].sort()
}

/** The names of what CloudFormation names begin with our prefix; these are those that templates give. */
export function namesOf(plan: Plan): PlannedNames {
  return { iam: iamOf(plan), buckets: bucketsOf(plan) }
}

function iamOf(plan: Plan): PlannedIam {
  const names: Record<string, string[]> = {}
  const services = new Set<string>()
  for (const resource of resourcesOf(plan)) {
    const [kind, property] = Object.hasOwn(iamNames, resource.Type) ? (iamNames[resource.Type] ?? []) : []
    if (kind !== undefined && property !== undefined) names[kind] = [...(names[kind] ?? []), ...nameOf(resource, property, plan.replicaId)]
    if (resource.Type === 'AWS::IAM::Role') for (const each of servicesIn(resource.Properties?.AssumeRolePolicyDocument)) services.add(each)
  }
  return { names, services: [...services].sort() }
}

/** Names that buckets of any replica of this production can have. */
function bucketsOf(plan: Plan): string[] {
  const buckets = resourcesOf(plan).filter(({ Type }) => Type === 'AWS::S3::Bucket')
  return [...new Set([`${ourPrefix}*`, ...buckets.flatMap((bucket) => nameOf(bucket, 'BucketName', plan.replicaId))])]
}

const iamNames: Readonly<Record<string, readonly [kind: string, property: string]>> = {
  'AWS::IAM::Group': ['group', 'GroupName'],
  'AWS::IAM::InstanceProfile': ['instance-profile', 'InstanceProfileName'],
  'AWS::IAM::ManagedPolicy': ['policy', 'ManagedPolicyName'],
  'AWS::IAM::Role': ['role', 'RoleName'],
  'AWS::IAM::User': ['user', 'UserName'],
}

/** A name without the replica's id in it is nobody's that may be deleted. */
function nameOf({ Properties }: TemplateResource, property: string, replicaId: string): string[] {
  const name = Properties?.[property]
  if (typeof name !== 'string' || !name.includes(replicaId)) return []
  return [name.replaceAll(replicaId, '*')]
}

function resourcesOf(plan: Plan): TemplateResource[] {
  return plan.stacks.flatMap((stack) => [...inTemplate(stack.template), ...Object.values(stack.nested).flatMap(inNested)])
}

function inNested({ template, nested }: PlannedNested): TemplateResource[] {
  return [...inTemplate(template), ...Object.values(nested).flatMap(inNested)]
}

function inTemplate(template: Template): TemplateResource[] {
  return Object.values(template.Resources)
}

/** Wherever a trust policy names a service, also where it puts the name together. */
function servicesIn(value: JsonValue | undefined): string[] {
  return [...JSON.stringify(value ?? null).matchAll(/"([a-z0-9.-]+\.)(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})"/g)].map(
    ([, start]) => `${start}amazonaws.com`,
  )
}
