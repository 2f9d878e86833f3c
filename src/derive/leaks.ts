import { fail, failAll, type ReplicaError } from '../errors.ts'
import { callOf, foldText, type Scope } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Production, Template } from '../production/types.ts'
import { indexOfName, wordsOf } from './identify.ts'
import { type KnownValues, knownValues } from './known-values.ts'
import type { Leak, Plan, PlannedStack } from './types.ts'

const boundArn = /arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:[\w/.:+=@*-]*/
const storedValue = /\{\{resolve:[\w-]+:(?!\$\{ProdReplica|\/aws\/service\/)[^}]*\}?\}?/

/**
 * Looks through a plan, knowing nothing of how it was made, for strings that lead to production: physical ids, ARNs,
 * endpoints, names, exports, stored values. `allow` are replica.yml's: a leak that is named there is marked as allowed.
 */
export function findLeaks(plan: Omit<Plan, 'leaks'>, production: Production, allow: readonly string[] = []): Leak[] {
  const search: Search = { known: knownValues(production), production, allow: new Set(allow), snapshots: snapshotIds(production) }
  // The boundary names production's resources to deny them.
  const stacks = plan.stacks.filter((stack) => stack.production !== '')
  return stacks.flatMap((stack) => [...leaksOfTemplate(stack, search), ...leaksOfParameters(stack, search)])
}

/** Stops a plan that may not be carried out: throws `derive.resource_refused` and `derive.leaks_found` for each cause. */
export function requireNoLeaks(plan: Plan): void {
  const leaks = plan.leaks.filter((leak) => !leak.allowed).map((leak) => fail('derive.leaks_found', leak))
  const problems = [...refusals(plan), ...leaks]
  if (problems.length > 0) throw failAll(problems)
}

function refusals(plan: Plan): ReplicaError[] {
  return plan.stacks.flatMap((stack) =>
    stack.decisions
      .filter((decision) => decision.kind === 'refused')
      .map(({ logicalId, type, reasons }) => {
        const reason = reasons.map((each) => each.reason).join('; ')
        return fail('derive.resource_refused', { stack: stack.production, resource: logicalId, type, reason })
      }),
  )
}

interface Search {
  known: KnownValues
  production: Production
  allow: ReadonlySet<string>
  /** What restores name on purpose. */
  snapshots: ReadonlySet<string>
}

function snapshotIds(production: Production): Set<string> {
  return new Set(Object.values(production.snapshots).map((snapshot) => snapshot.id))
}

function leaksOfTemplate(stack: PlannedStack, search: Search): Leak[] {
  const scope: Scope = { template: stack.template, parameters: stack.parameters, pseudo: {}, depth: 0 }
  const { Description: _, ...template } = { ...stack.template, Parameters: withoutTexts(stack.template) }
  return leaksIn(template as unknown as JsonValue, '', scope, stack, search)
}

/** What a parameter says to people is no way to production; a default that is left equals the value, which is looked at by itself. */
function withoutTexts(template: Template): Template['Parameters'] {
  const parameters = Object.entries(template.Parameters ?? {})
  return Object.fromEntries(parameters.map(([name, { Description: _, ConstraintDescription: __, Default: ___, ...rest }]) => [name, rest]))
}

/** A parameter that an `AWS::SSM::Parameter` type resolves is a stored value, unless it is AWS's own. */
function leaksOfParameters(stack: PlannedStack, search: Search): Leak[] {
  return Object.entries(stack.parameters).flatMap(([name, value]) => {
    const path = `/Parameters/${name}`
    const isStored = stack.template.Parameters?.[name]?.Type.startsWith('AWS::SSM::Parameter::Value') === true
    if (isStored && !value.startsWith('/aws/service/')) return [leak(stack, path, value, 'a stored value of production', search)]
    return leaksInText(value, path, stack, search)
  })
}

function leaksIn(value: JsonValue, path: string, scope: Scope, stack: PlannedStack, search: Search): Leak[] {
  if (typeof value === 'string') return leaksInText(value, path, stack, search)
  if (typeof value !== 'object' || value === null) return []
  const name = callOf(value)?.name
  const said = name === undefined || name === 'Ref' ? undefined : foldText(value, scope)
  if (said !== undefined) return leaksInText(said, path, stack, search)
  return Object.entries(value).flatMap(([key, each]) => leaksIn(each, `${path}/${escapePointer(key)}`, scope, stack, search))
}

function leaksInText(text: string, path: string, stack: PlannedStack, search: Search): Leak[] {
  if (search.snapshots.has(text)) return []
  const known = knownIn(text, search)
  if (known !== undefined) return [leak(stack, path, known, search.known.meaning(known), search)]
  const arn = boundArn.exec(text)?.[0]
  if (arn !== undefined) return [leak(stack, path, arn, 'an ARN that is bound to one account', search)]
  const stored = storedValue.exec(text)?.[0]
  return stored === undefined ? [] : [leak(stack, path, stored, 'a reference to a value stored outside the plan', search)]
}

/** The longest known value that stands in a text as a whole word. */
function knownIn(text: string, search: Search): string | undefined {
  const words = wordsOf(text)
  const candidates = words.flatMap((word) => search.known.withWord(word))
  const found = candidates.filter((each) => indexOfName(text, each) >= 0)
  return found.sort((one, other) => other.length - one.length)[0]
}

function leak(stack: PlannedStack, path: string, found: string, meaning: string, search: Search): Leak {
  return { stack: stack.production, path, found, meaning, allowed: search.allow.has(found) }
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
