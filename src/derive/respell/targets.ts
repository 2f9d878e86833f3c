import type { JsonValue } from '../../production/json.ts'
import { type DraftStack, rootOf } from '../draft.ts'
import type { StackNeeds } from '../exports.ts'
import { referencesOf } from '../references.ts'
import type { Reach } from './reach.ts'
import type { Site } from './sites.ts'
import type { Piece } from './spell.ts'

/** Something of the replica that stands in the place of something of production's. */
export interface Target {
  stack: DraftStack
  /** Letters and digits, one for each target of a stack: what an output for it is named after. */
  key: string
  /** Its value, as the template of `stack` says it. */
  value: { [key: string]: JsonValue }
  /** The output that says it already. */
  output?: string
  condition?: string
}

export interface Wiring {
  replicaId: string
  needs: StackNeeds
  reach: Reach
}

/**
 * How a place refers to a target: within its stack, by an output of a nested stack, or by an import from another stack of the
 * replica. Undefined where that would close a circle: the text stays, and the leak check finds it.
 */
export function referTo(target: Target, site: Site, wiring: Wiring): Piece | undefined {
  if (target.stack === site.stack) return withinStack(target, site, wiring)
  if (rootOf(target.stack) === rootOf(site.stack)) return throughNested(target, site, wiring)
  return throughExport(target, site, wiring)
}

function withinStack(target: Target, site: Site, { reach }: Wiring): Piece | undefined {
  if (site.logicalId === undefined) return structuredClone(target.value)
  const needed = [...referencesOf(target.value)].filter((name) => site.stack.template.Resources[name] !== undefined)
  return reach.add(site.stack, site.logicalId, needed) ? structuredClone(target.value) : undefined
}

/** Only downwards: what a nested stack needs of its parent is for the parent to pass. */
function throughNested(target: Target, site: Site, { reach }: Wiring): Piece | undefined {
  const path = pathDown(site.stack, target.stack)
  const child = path?.[0]
  if (path === undefined || child === undefined) return undefined
  if (site.logicalId !== undefined && !reach.add(site.stack, site.logicalId, [child])) return undefined
  return { 'Fn::GetAtt': [child, `Outputs.${handUp(target, path)}`] }
}

function pathDown(from: DraftStack, to: DraftStack): string[] | undefined {
  if (from === to) return []
  const { parent, source } = to
  if (parent === undefined || source.parent === undefined) return undefined
  const above = pathDown(from, parent)
  return above === undefined ? undefined : [...above, source.parent.logicalId]
}

/** Adds the outputs by which each nested stack hands the value to the one that holds it; tells the topmost one's name. */
function handUp(target: Target, path: readonly string[]): string {
  let stack = target.stack
  let name = addOutput(stack, target)
  for (const logicalId of path.slice(1).reverse()) {
    stack = stack.parent ?? stack
    name = addOutput(stack, { stack, key: `${logicalId}${name}`, value: { 'Fn::GetAtt': [logicalId, `Outputs.${name}`] } })
  }
  return name
}

function throughExport(target: Target, site: Site, { needs, replicaId }: Wiring): Piece | undefined {
  const [from, to] = [rootOf(site.stack).source.name, rootOf(target.stack).source.name]
  if (waitsFor(needs, to, from)) return undefined
  needs.set(from, (needs.get(from) ?? new Set()).add(to))
  const name = addOutput(target.stack, target)
  const output = target.stack.template.Outputs?.[name]
  if (output === undefined) return undefined
  output.Export ??= { Name: `prod-replica-${replicaId}-${target.stack.source.name.replaceAll('/', '-')}-${target.key}` }
  return { 'Fn::ImportValue': output.Export.Name }
}

function addOutput(stack: DraftStack, target: Target): string {
  const { output, key, value, condition } = target
  if (output !== undefined) return output
  const name = `ProdReplica${key}`
  stack.template.Outputs ??= {}
  stack.template.Outputs[name] ??= { Value: structuredClone(value), ...(condition === undefined ? {} : { Condition: condition }) }
  return name
}

function waitsFor(needs: StackNeeds, name: string, other: string, seen: Set<string> = new Set()): boolean {
  if (name === other) return true
  if (seen.has(name)) return false
  seen.add(name)
  return [...(needs.get(name) ?? [])].some((each) => waitsFor(needs, each, other, seen))
}
