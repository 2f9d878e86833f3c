import { callOf, fold, foldText, scopeOf } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Production, ProductionStack } from '../production/types.ts'
import { type DraftStack, parametersProperty } from './draft.ts'
import { branchesOf, isNoValue } from './edit.ts'
import { nameFacts } from './facts/names.ts'
import { indexOfName, wordsOf } from './identify.ts'
import { type KnownValues, knownValues } from './known-values.ts'
import { referencesOf } from './references.ts'

/** What the replica will have of production's: what the later passes can lead to the replica. */
export interface Targets {
  known: KnownValues
  /** Names and physical ids of any length, which only count as a whole text. */
  whole: ReadonlySet<string>
  exports: ReadonlySet<string>
  /** Names that replica.yml allows. */
  allowed: ReadonlySet<string>
}

/** Gathers everything that the replicated stacks hold. */
export function targetsOf(production: Production, allow: readonly string[]): Targets {
  const names = production.stacks.flatMap((stack) => namesOf(stack, production))
  const ids = production.stacks.flatMap((stack) => stack.resources.flatMap(({ physicalId }) => physicalId ?? []))
  const exports = production.stacks.flatMap((stack) => exportsOf(stack, production))
  return { known: knownValues(production), whole: new Set([...names, ...ids]), exports: new Set(exports), allowed: new Set(allow) }
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

function isKnown(text: string, targets: Targets): boolean {
  if (targets.whole.has(text) || targets.allowed.has(text)) return true
  return wordsOf(text).some((word) => targets.known.withWord(word).some((each) => indexOfName(text, each) >= 0))
}

function namesOf(stack: ProductionStack, production: Production): string[] {
  const scope = scopeOf(stack, production)
  return Object.entries(stack.template.Resources).flatMap(([, { Type, Properties = {} }]) =>
    Object.keys(nameFacts(Type)).flatMap((path) => {
      const value = path.split('.').reduce<JsonValue | undefined>((inner, key) => {
        return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner[key] : undefined
      }, Properties)
      return value === undefined ? [] : (foldText(value, scope) ?? [])
    }),
  )
}

function exportsOf(stack: ProductionStack, production: Production): string[] {
  const scope = scopeOf(stack, production)
  return Object.entries(stack.template.Outputs ?? {}).flatMap(([key, output]) => {
    return stack.outputs[key]?.exportName ?? foldText(output.Export?.Name, scope) ?? []
  })
}
