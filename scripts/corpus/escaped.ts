import type { Plan, PlannedNested, PlannedStack } from '../../src/derive/types.ts'
import type { JsonValue } from '../../src/production/json.ts'
import { account, replicaId } from './account.ts'
import { withChildren } from './cloud.ts'
import type { LiveStack } from './live-stack.ts'

/** What a restore names on purpose. */
const sources = new Set([
  ...['SourceDBClusterIdentifier', 'SourceDBInstanceIdentifier', 'SourceDBInstanceAutomatedBackupsArn', 'SourceDbiResourceId'],
  ...[
    'SnapshotIdentifier',
    'DBSnapshotIdentifier',
    'DBClusterSnapshotIdentifier',
    'SnapshotClusterIdentifier',
    'SnapshotName',
    'SnapshotArn',
  ],
])

/** A name that ends with the replica's id: production's, which it was made from, is the start of it. */
const replicasOwn = new RegExp(`[\\w./-]*${replicaId}[\\w./-]*`, 'g')

/**
 * The made-up ids of production that stand in the plan's text. A plain search that knows nothing of the plan's own leak
 * check, of types or of what a rule meant to do.
 */
export function findEscaped(plan: Plan, production: LiveStack, allowed: readonly string[]): string[] {
  const whole = plan.stacks.map(textOf).join('\n').replaceAll(replicasOwn, '')
  const text = allowed.reduce((rest, each) => rest.replaceAll(each, ''), whole)
  return [...madeUp(production)].filter((id) => text.includes(id))
}

/** What the harness itself made: a name that a template fixes is not random, and may be an everyday word. */
function madeUp(production: LiveStack): Set<string> {
  const stacks = withChildren(production)
  const ids = stacks.flatMap(({ arn, resources }) => [arn, ...resources.flatMap(({ physicalId }) => physicalId ?? [])])
  const outputs = stacks.flatMap((stack) => Object.values(stack.outputs).map(({ value }) => value))
  return new Set([account, ...[...ids, ...outputs].filter((id) => /[0-9a-f]{12}/i.test(id))])
}

/** The boundary is told by its parameters whom to deny. */
function textOf(stack: PlannedStack): string {
  const told = stack.production === '' ? [] : [stack.parameters]
  return [partsOf(stack), ...told].map((part) => JSON.stringify(part)).join('\n')
}

function partsOf({ template, nested, decisions }: PlannedStack | PlannedNested): JsonValue {
  const added = new Set(decisions.filter(({ kind }) => kind === 'added').map(({ logicalId }) => logicalId))
  // One that is shared as well shows that kind.
  const restored = decisions.filter(({ reasons }) => reasons.some(({ rule }) => rule.endsWith('-restored')))
  const isRestored = new Set(restored.map(({ logicalId }) => logicalId))
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => {
    return without(resource as unknown as JsonValue, added.has(logicalId), isRestored.has(logicalId))
  })
  const rest = { ...template, Resources: resources } as unknown as JsonValue
  return [rest, ...Object.values(nested).map(partsOf)]
}

/** What the plan adds may deny production by name, and a restored database names where its data comes from. */
function without(value: JsonValue, isAdded: boolean, isRestored: boolean): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => without(each, isAdded, isRestored))
  if (isAdded && value.Effect === 'Deny') return {}
  const kept = Object.entries(value).filter(([key]) => !(isRestored && sources.has(key)))
  return Object.fromEntries(kept.map(([key, each]) => [key, without(each, isAdded, isRestored)]))
}
