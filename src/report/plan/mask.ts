import type { Plan, PlannedNested } from '../../derive/types.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Production, Template } from '../../production/types.ts'
import type { PlanReport } from './types.ts'

export const mask = '****'

/** A shorter value is not looked for within texts: it would blot out ordinary words. */
const shortestInText = 8

/**
 * Takes the values of secret (NoEcho) parameters out of a plan that is to be shown: from the parameters and the defaults, whatever they are,
 * and from every text, where they are long enough to be told from ordinary words.
 */
export function maskReport(plan: PlanReport, production: Pick<Production, 'stacks'>): PlanReport {
  const secrets = secretValues(plan, production)
  const hide = createHide(secrets)
  return {
    ...plan,
    stacks: plan.stacks.map((stack) => ({
      ...maskStack(stack, hide),
      parameters: maskParameters(stack.parameters, stack.template, hide),
    })),
    stores: maskUsers(plan.stores, secrets),
    leaks: hide(plan.leaks),
    estimate: hide(plan.estimate),
  }
}

/** Names of the parameters whose values are secret. */
export function secretParameters(template: Template): string[] {
  const declared = Object.entries(template.Parameters ?? {})
  return declared.filter(([, parameter]) => String(parameter?.NoEcho ?? false).toLowerCase() === 'true').map(([name]) => name)
}

type Hide = <Value>(value: Value) => Value

function maskStack<Stack extends Omit<PlannedNested, 'production'>>(stack: Stack, hide: Hide): Stack {
  const nested = Object.entries(stack.nested).map(([logicalId, child]) => [logicalId, maskStack(child, hide)])
  return {
    ...stack,
    template: hide(withoutSecretDefaults(stack.template)),
    nested: Object.fromEntries(nested),
    decisions: hide(stack.decisions),
  }
}

function withoutSecretDefaults(template: Template): Template {
  const secret = new Set(secretParameters(template))
  const entries = Object.entries(template.Parameters ?? {})
  if (!entries.some(([name, { Default }]) => secret.has(name) && Default !== undefined)) return template
  const masked = entries.map(([name, { Default, ...rest }]) => [
    name,
    secret.has(name) || Default === undefined ? rest : { Default, ...rest },
  ])
  return { ...template, Parameters: Object.fromEntries(masked) }
}

function maskParameters(parameters: Readonly<Record<string, string>>, template: Template, hide: Hide): Record<string, string> {
  const secret = new Set(secretParameters(template))
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, secret.has(name) ? mask : hide(value)]))
}

/** A master user may come from a secret parameter, too. */
function maskUsers(stores: Plan['stores'], secrets: ReadonlySet<string>): Plan['stores'] {
  const masked = Object.entries(stores).map(([name, store]) => [name, secrets.has(store.user) ? { ...store, user: mask } : store])
  return Object.fromEntries(masked)
}

/** What was given for secret parameters, or is their default, in production or the plan. */
function secretValues(plan: Plan, production: Pick<Production, 'stacks'>): Set<string> {
  const live = production.stacks.flatMap(({ template, parameters }) =>
    secretParameters(template).flatMap((name) => [own(parameters, name)?.value, own(template.Parameters ?? {}, name)?.Default]),
  )
  const planned = plan.stacks.flatMap(({ template, parameters }) => secretParameters(template).map((name) => own(parameters, name)))
  return new Set([...live, ...planned].filter((value) => value !== undefined).map(String))
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function createHide(secrets: ReadonlySet<string>): Hide {
  const long = [...secrets].filter((secret) => secret.length >= shortestInText).sort((one, other) => other.length - one.length)
  if (long.length === 0) return (value) => value
  const pattern = new RegExp(long.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g')
  const hide = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return value.replace(pattern, mask)
    if (Array.isArray(value)) return value.map(hide)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hide(each)]))
  }
  return <Value>(value: Value) => hide(value as JsonValue) as Value
}
