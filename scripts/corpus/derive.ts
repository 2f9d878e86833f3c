import { isDeepStrictEqual } from 'node:util'
import { requireNoLeaks } from '../../src/derive/leaks.ts'
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
  | { kind: 'derived'; template?: Template; text: string; escaped: readonly string[] }
  | { kind: 'refused'; reason: string; message: string }
  | { kind: 'crashed'; message: string }

/** Reads a live stack and derives its replica, as the product does it, and looks the result over without the product's help. */
export async function deriveStack(stack: LiveStack, options: { allowOutside?: boolean } = {}): Promise<Outcome> {
  let plan: Plan | undefined
  try {
    let spec = specOf(stack, [])
    const production = await readProduction(spec, portsOf(stack))
    plan = derivePlan(production, spec, { replicaId })
    if (options.allowOutside === true && plan.leaks.length > 0) {
      spec = specOf(stack, namedByParameters(plan))
      plan = derivePlan(production, spec, { replicaId })
    }
    requireNoLeaks(plan)
    const again = derivePlan(production, spec, { replicaId })
    if (JSON.stringify(again) !== JSON.stringify(plan)) return { kind: 'crashed', message: 'deriving twice gives two plans' }
    return lookOver(plan, stack)
  } catch (error) {
    if (!isReplicaError(error)) return { kind: 'crashed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    return { kind: 'refused', reason: reasonOf(error, plan), message: (error.problems[0] ?? error).message }
  }
}

function lookOver(plan: Plan, stack: LiveStack): Outcome {
  const escaped = findEscaped(plan, stack)
  // Nothing is left of a stack whose every resource is left out.
  const template = plan.stacks.find(({ production }) => production === stack.name)?.template
  if (template === undefined) return { kind: 'derived', text: '', escaped }
  const text = formatTemplate(template, stack.text)
  const isSame = isDeepStrictEqual(parseTemplate(text, 'printed'), JSON.parse(JSON.stringify(template)))
  return isSame ? { kind: 'derived', template, text, escaped } : { kind: 'crashed', message: 'its printed template reads otherwise' }
}

/** Networks, keys and roles that a team chose for its stack and that lie outside it. */
function namedByParameters({ leaks }: Plan): string[] {
  return leaks.filter(({ path }) => path.startsWith('/Parameters/')).map(({ found }) => found)
}

/** The replica.yml that a team would write: its databases are stores, and its secret parameters have values. */
function specOf(stack: LiveStack, allow: readonly string[]): Spec {
  const secrets = Object.entries(stack.parameters).filter(([name]) => isNoEcho(stack.template, name))
  const parameters = Object.fromEntries(secrets.map(([name, { value }]) => [name, value]))
  const production = { region, stacks: [stack.name], ...(secrets.length === 0 ? {} : { parameters: { [stack.name]: parameters } }) }
  return loadSpec(JSON.stringify({ version: 1, production, stores: storesOf(stack), replica: { allow } }), 'replica.yml')
}

/** Of the engines that a store may have, and only where the stack really made it. */
function storesOf(stack: LiveStack): Record<string, object> {
  const parameters = Object.fromEntries(Object.entries(stack.parameters).map(([name, { value }]) => [name, { value, secret: false }]))
  const source = { ...stack, parameters, origin: stack.name }
  const scope = scopeOf(source, { account, partition, region })
  const databases = listDatabases([source]).filter(({ logicalId, kind, resource }) => {
    const engine = foldText(resource.Properties?.Engine, scope) ?? ''
    const isMade = stack.resources.some((each) => each.logicalId === logicalId)
    return isMade && (kind === 'redshift-cluster' || engine.includes('postgres'))
  })
  const stores = databases.map(({ logicalId }, at) => [`store${at + 1}`, { resource: logicalId, database: 'app', data: 'latest-snapshot' }])
  return Object.fromEntries(stores)
}
