import { isDeepStrictEqual } from 'node:util'
import { requireNoLeaks } from '../../src/derive/leaks/leaks.ts'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Plan } from '../../src/derive/types.ts'
import { isReplicaError } from '../../src/errors.ts'
import { listDatabases } from '../../src/production/databases.ts'
import { foldText, scopeOf } from '../../src/production/fold.ts'
import { isNoEcho } from '../../src/production/parameters.ts'
import { formatTemplate } from '../../src/production/print-template.ts'
import { readProduction } from '../../src/production/read.ts'
import { parseTemplate } from '../../src/production/template.ts'
import type { Template } from '../../src/production/types.ts'
import { loadSpec } from '../../src/spec/load.ts'
import type { Spec } from '../../src/spec/types.ts'
import { account, partition, region, replicaId } from './account.ts'
import { portsOf } from './cloud.ts'
import { findEscaped } from './escaped.ts'
import type { LiveStack } from './live-stack.ts'
import { reasonOf } from './reasons.ts'

/** What became of one live stack. */
export type Outcome =
  | { kind: 'derived'; template?: Template; text: string; escaped: readonly string[]; allowed: readonly string[] }
  | { kind: 'refused'; reason: string; message: string }
  | { kind: 'crashed'; message: string }

/**
 * Reads a live stack and derives its replica, as the product does it, and looks the result over without the product's help.
 * What the stack was given or imports from elsewhere (a network, a key, a topic) stops the plan until the team allows it by
 * name; that is done here as a team would, once the plan has named it, and counted.
 */
export async function deriveStack(stack: LiveStack): Promise<Outcome> {
  let plan: Plan | undefined
  try {
    const production = await readProduction(specOf(stack, []), portsOf(stack))
    const allowed = sharedOnPurpose(derivePlan(production, specOf(stack, []), { replicaId }), stack)
    const spec = specOf(stack, allowed)
    plan = derivePlan(production, spec, { replicaId })
    requireNoLeaks(plan)
    const again = derivePlan(production, spec, { replicaId })
    if (JSON.stringify(again) !== JSON.stringify(plan)) return { kind: 'crashed', message: 'deriving twice gives two plans' }
    return lookOver(plan, stack, allowed)
  } catch (error) {
    if (!isReplicaError(error)) return { kind: 'crashed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    return { kind: 'refused', reason: reasonOf(error, plan), message: (error.problems[0] ?? error).message }
  }
}

/** Leaks that stand in a parameter which production was given, and exports of stacks that are not replicated. */
function sharedOnPurpose(plan: Plan, stack: LiveStack): string[] {
  const given = Object.values(stack.parameters).map(({ value, resolved = '' }) => `${value},${resolved}`)
  const leaks = plan.leaks.map(({ found }) => found).filter((found) => given.some((value) => value.includes(found)))
  const imports = plan.stacks.flatMap(({ decisions }) => decisions.flatMap(({ reasons }) => reasons.flatMap(importNamed)))
  return [...new Set([...leaks, ...imports])].sort()
}

function importNamed({ rule, reason }: { rule: string; reason: string }): string[] {
  return rule === 'import-shared' ? (/^it imports (\S+) from/.exec(reason)?.slice(1) ?? []) : []
}

function lookOver(plan: Plan, stack: LiveStack, allowed: readonly string[]): Outcome {
  const escaped = findEscaped(plan, stack, allowed)
  // Nothing is left of a stack whose every resource is left out.
  const template = plan.stacks.find(({ production }) => production === stack.name)?.template
  if (template === undefined) return { kind: 'derived', text: '', escaped, allowed }
  const text = formatTemplate(template, stack.text)
  const isSame = isDeepStrictEqual(parseTemplate(text, 'printed'), JSON.parse(JSON.stringify(template)))
  return isSame
    ? { kind: 'derived', template, text, escaped, allowed }
    : { kind: 'crashed', message: 'its printed template reads otherwise' }
}

/** The replica.yml that a team would write: its databases are stores, and its secret parameters have values. */
function specOf(stack: LiveStack, allow: readonly string[]): Spec {
  const secrets = Object.entries(stack.parameters).filter(([name]) => isNoEcho(stack.template, name))
  const parameters = Object.fromEntries(secrets.map(([name, { value }]) => [name, value]))
  const production = { region, stacks: [stack.name], ...(secrets.length === 0 ? {} : { parameters: { [stack.name]: parameters } }) }
  return loadSpec(JSON.stringify({ version: 1, production, replica: { allow }, stores: storesOf(stack) }), 'replica.yml')
}

/** Of the engines that a store may have, and only where the stack really made it. */
function storesOf(stack: LiveStack): Record<string, object> {
  const parameters = Object.fromEntries(Object.entries(stack.parameters).map(([name, { value }]) => [name, { value, secret: false }]))
  // Not checked yet: a resource may be anything.
  const resources = Object.entries(stack.template.Resources).filter(([, resource]) => typeof resource?.Type === 'string')
  const source = { ...stack, template: { ...stack.template, Resources: Object.fromEntries(resources) }, parameters, origin: stack.name }
  const scope = scopeOf(source, { account, partition, region })
  const databases = listDatabases([source]).filter(({ logicalId, kind, resource }) => {
    const engine = foldText(resource.Properties?.Engine, scope) ?? ''
    const isMade = stack.resources.some((each) => each.logicalId === logicalId)
    return isMade && (kind === 'redshift-cluster' || engine.includes('postgres'))
  })
  const stores = databases.map(({ logicalId }, at) => [`store${at + 1}`, { resource: logicalId, database: 'app', data: 'latest-snapshot' }])
  return Object.fromEntries(stores)
}
