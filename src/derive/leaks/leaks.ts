import { fail, failAll, type ReplicaError } from '../../errors.ts'
import { foldText, type Scope } from '../../production/fold.ts'
import type { Production, Template } from '../../production/types.ts'
import type { Leak, Plan, PlannedNested, PlannedStack } from '../types.ts'
import { type Allowed, parseAllowed } from './allowed.ts'
import type { Find } from './find.ts'
import { knownValues } from './known-values.ts'
import { type Made, madeBy } from './made.ts'
import { Places } from './places.ts'
import { refusalsIn } from './refusals.ts'
import { accountPart } from './said.ts'
import { eachSaying, escapePointer, type Saying } from './sayings.ts'
import { findIn, type Search } from './search.ts'

/**
 * Looks through a plan, knowing nothing of how it was made, for strings that lead out of it: production's physical ids,
 * ARNs, endpoints, names and exports, ARNs bound to an account, stored values, hosts and addresses. `allow` are
 * replica.yml's: a leak that is named there, by its string, its resource or its domain, is marked as allowed. `clones`
 * are the clusters that stores may be cloned from: named there, and only there, they are no leaks.
 */
export function findLeaks(
  plan: Omit<Plan, 'leaks'>,
  production: Production,
  allow: readonly string[] = [],
  clones: ReadonlySet<string> = new Set(),
): Leak[] {
  const search = { ...searchOf(production, madeBy(plan)), clones }
  const report: Report = { search, allowed: parseAllowed(allow), places: new Places(production), leaks: [], told: new Map() }
  // The parameters of the boundary's stack, which stands for none, name production's resources to deny them.
  for (const stack of plan.stacks) lookThrough(stack.production === '' ? { ...stack, parameters: {} } : stack, plan, production, report)
  return report.leaks
}

/** Stops a plan that may not be carried out: throws `derive.resource_refused` and `derive.leaks_found` for each cause. */
export function requireNoLeaks(plan: Plan): void {
  const leaks = plan.leaks.filter((leak) => !leak.allowed).map((leak) => fail('derive.leaks_found', leak))
  const problems = [...refusals(plan), ...leaks]
  if (problems.length > 0) throw failAll(problems)
  if (plan.stacks.every((stack) => stack.production === '')) {
    throw fail('derive.nothing_left', { stacks: plan.leftOut.map(({ production }) => production) })
  }
}

function refusals(plan: Plan): ReplicaError[] {
  return refusalsIn(plan).map(({ logicalId, ...refusal }) => fail('derive.resource_refused', { ...refusal, resource: logicalId }))
}

/** Beyond these nobody reads on, and looking for each would take long. */
const mostPlaces = 500

interface Report {
  search: Search
  allowed: Allowed
  places: Places
  leaks: Leak[]
  /** Where each string of each stack was told last, or by which parameter. */
  told: Map<string, { path: string; isParameter: boolean }>
}

function searchOf(production: Production, made: Made): Omit<Search, 'clones'> {
  return {
    known: knownValues(production),
    account: production.account,
    isReplicas: made.isReplicas,
    given: made.given,
    exported: made.exported,
    ranges: made.ranges,
    snapshots: new Set(Object.values(production.snapshots).map((snapshot) => snapshot.id)),
  }
}

function lookThrough(stack: PlannedStack, plan: Omit<Plan, 'leaks'>, production: Production, report: Report): void {
  const scope = scopeOfReplica(stack.template, stack.parameters, stack.name, plan, production)
  for (const [name, value] of Object.entries(stack.parameters)) lookAtParameter(stack, name, value, report)
  lookThroughTemplate(stack.production, stack, scope, report)
}

/** Also the templates of nested stacks, with the parameters that their parent gives them; their addresses are set when they are staged. */
function lookThroughTemplate(
  name: string,
  { template, nested }: Pick<PlannedNested, 'template' | 'nested'>,
  scope: Scope,
  report: Report,
): void {
  const staged = new Set(Object.keys(nested).map((id) => `/Resources/${escapePointer(id)}/Properties/TemplateURL`))
  eachSaying(template, scope, (saying) => {
    if (staged.has(saying.path)) return
    for (const find of findIn(saying, report.search)) addLeak(name, saying, find, report)
  })
  for (const [logicalId, child] of Object.entries(nested)) {
    lookThroughTemplate(
      child.production,
      child,
      scopeOfNested(child.template, template.Resources[logicalId]?.Properties?.Parameters, scope),
      report,
    )
  }
}

function scopeOfReplica(
  template: Template,
  parameters: Scope['parameters'],
  name: string,
  plan: Omit<Plan, 'leaks'>,
  production: Production,
): Scope {
  const pseudo = {
    'AWS::AccountId': accountPart,
    'AWS::Partition': production.partition,
    'AWS::Region': plan.region,
    'AWS::URLSuffix': production.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
    'AWS::StackName': name,
  }
  return { template, parameters, pseudo, depth: 0 }
}

function scopeOfNested(template: Template, given: unknown, parent: Scope): Scope {
  const parameters = new Map<string, string>()
  for (const [name, { Default }] of Object.entries(template.Parameters ?? {})) {
    const value = typeof given === 'object' && given !== null && Object.hasOwn(given, name) ? given[name as keyof typeof given] : Default
    const text = foldText(value, parent)
    if (text !== undefined) parameters.set(name, text)
  }
  const { 'AWS::StackName': _, ...pseudo } = parent.pseudo
  return { template, parameters: Object.fromEntries(parameters), pseudo, depth: 0 }
}

/** A parameter that an `AWS::SSM::Parameter` type resolves is a stored value, unless it is AWS's own or the plan's. */
function lookAtParameter(stack: PlannedStack, name: string, value: string, report: Report): void {
  const saying: Saying = { path: `/Parameters/${escapePointer(name)}`, key: name, text: value, kind: 'parameter' }
  const isStored = String(stack.template.Parameters?.[name]?.Type).startsWith('AWS::SSM::Parameter::Value')
  const isInside = value.startsWith('/aws/service/') || report.search.given.has(value)
  if (isStored && !isInside) addLeak(stack.production, saying, { at: 0, found: value, meaning: 'a stored value of production' }, report)
  else for (const find of findIn(saying, report.search)) addLeak(stack.production, saying, find, report)
}

/** What a whole says is not told again of its pieces, nor what a parameter says of the texts that it is put into. */
function addLeak(stack: string, { path, kind, isComposed }: Saying, { found, meaning = '' }: Find, report: Report): void {
  const key = `${stack}\n${found}`
  const told = report.told.get(key)
  if (told !== undefined && (path === told.path || path.startsWith(`${told.path}/`) || (told.isParameter && isComposed))) return
  if (!told?.isParameter) report.told.set(key, { path, isParameter: kind === 'parameter' })
  const place = report.leaks.length < mostPlaces ? report.places.of(stack, path, found) : {}
  report.leaks.push({ stack, path, found, meaning, allowed: report.allowed(stack, path, found), ...place })
}
