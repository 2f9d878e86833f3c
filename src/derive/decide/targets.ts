import { callOf, fold, foldText, scopeOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Production, ProductionStack } from '../../production/types.ts'
import { type DraftStack, parametersProperty } from '../draft.ts'
import { fixedNames } from '../names/fixed-names.ts'
import { isTelling } from '../names/identify.ts'
import { referencesOf } from '../references.ts'
import { aliasesOf } from '../respell/aliases.ts'
import { indexTexts, type TextIndex } from '../respell/text-index.ts'
import { branchesOf, isNoValue } from './edit.ts'

/** What the replica will have of production's: what the later passes can lead to the replica. */
export interface Targets {
  find: TextIndex<{ text: string }>
  /** Names and physical ids of any length, which only count as a whole text. */
  whole: ReadonlySet<string>
  exports: ReadonlySet<string>
  /** Names that replica.yml allows. */
  allowed: ReadonlySet<string>
}

/** Gathers everything that the replicated stacks hold. */
export function targetsOf(production: Production, allow: readonly string[]): Targets {
  const held = production.stacks.flatMap((stack) => heldBy(stack, production))
  const exports = production.stacks.flatMap((stack) => exportsOf(stack, production))
  const telling = new Set(held.flatMap(({ texts }) => texts.filter(isTelling)))
  return {
    find: indexTexts([...telling].map((text) => ({ text }))),
    whole: new Set(held.flatMap(({ name }) => name ?? [])),
    exports: new Set(exports),
    allowed: new Set(allow),
  }
}

/** Names and ids, with the ARNs and URLs made of them, and what outputs say. */
function heldBy(stack: ProductionStack, production: Production): { name?: string; texts: string[] }[] {
  const { pseudo } = scopeOf(stack, production)
  const named = [...namesOf(stack, production), ...stack.resources.map(({ type, physicalId }) => ({ type, name: physicalId }))]
  const resources = named.flatMap(({ type, name }) =>
    name === undefined ? [] : [{ name, texts: [name, ...aliasesOf(type, name, pseudo).map(({ text }) => text)] }],
  )
  return [...resources, { texts: Object.values(stack.outputs).map(({ value }) => value) }]
}

/**
 * Whether a value stands for something of the replica's: it refers to a resource of its own stack, imports from a
 * replicated one, or says what is known of one. A literal that it does not know is somebody else's.
 */
export function isInReplica(value: JsonValue | undefined, stack: DraftStack, targets: Targets): boolean {
  if (value === undefined || value === null || isNoValue(value)) return true
  const branches = branchesOf(value)
  if (branches !== undefined) return isChoiceInReplica(branches, stack, targets)
  for (const name of referencesOf(value)) {
    if (Object.hasOwn(stack.source.template.Resources, name) || isPassedByParent(name, stack, targets)) return true
  }
  return importsFromReplica(value, stack, targets) || textsOf(value, stack).some((text) => isKnown(text, targets))
}

/** A nested stack's parameter is what its parent passes. */
function isPassedByParent(name: string, { parent, source }: DraftStack, targets: Targets): boolean {
  if (parent === undefined || source.parent === undefined) return false
  const passed = parametersProperty(parent.source.template.Resources[source.parent.logicalId])
  const value = Object.hasOwn(passed, name) ? passed[name] : undefined
  return value !== undefined && !isNoValue(value) && isInReplica(value, parent, targets)
}

/** The branch that production takes decides, where that is known. */
function isChoiceInReplica([condition, ...branches]: readonly JsonValue[], stack: DraftStack, targets: Targets): boolean {
  const isTrue = typeof condition === 'string' ? fold({ Condition: condition }, stack.scope) : undefined
  const taken = typeof isTrue === 'boolean' ? [branches[isTrue ? 0 : 1]] : branches
  return taken.some((each) => isInReplica(each, stack, targets))
}

function importsFromReplica(value: JsonValue, stack: DraftStack, targets: Targets): boolean {
  if (typeof value !== 'object' || value === null) return false
  const call = callOf(value)
  if (call?.name !== 'Fn::ImportValue') return Object.values(value).some((each) => importsFromReplica(each, stack, targets))
  const name = foldText(call.argument, stack.scope)
  return name !== undefined && (targets.exports.has(name) || targets.allowed.has(name))
}

/** As production has it; a parameter that SSM resolves says what it was resolved to. */
function textsOf(value: JsonValue, stack: DraftStack): string[] {
  const folded = fold(value, stack.scope) ?? resolvedBy(value, stack.source)
  const values = Array.isArray(folded) ? folded : [folded]
  return values.flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? [String(each)] : []))
}

function resolvedBy(value: JsonValue, source: ProductionStack): string | undefined {
  const call = callOf(value)
  const name = call?.name === 'Ref' ? call.argument : undefined
  return typeof name === 'string' && Object.hasOwn(source.parameters, name) ? source.parameters[name]?.resolved : undefined
}

/** Every account has a default event bus: a rule on it is as one without a bus, and disabled. */
const defaultBus = /^(arn:[^:]+:events:.*:event-bus\/)?default$/

function isKnown(text: string, targets: Targets): boolean {
  if (defaultBus.test(text)) return true
  return targets.whole.has(text) || targets.allowed.has(text) || targets.find(text).length > 0
}

function namesOf(stack: ProductionStack, production: Production): { type: string; name: string }[] {
  const scope = scopeOf(stack, production)
  return Object.values(stack.template.Resources).flatMap(({ Type: type, Properties = {} }) =>
    fixedNames(type, Properties, scope).map((name) => ({ type, name })),
  )
}

function exportsOf(stack: ProductionStack, production: Production): string[] {
  const scope = scopeOf(stack, production)
  return Object.entries(stack.template.Outputs ?? {}).flatMap(([key, output]) => {
    return stack.outputs[key]?.exportName ?? foldText(output.Export?.Name, scope) ?? []
  })
}
