import { foldText, scopeOf } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Production, ProductionStack } from '../production/types.ts'
import { nameFacts } from './facts/names.ts'
import { isPhysical, isTelling, wordsOf } from './identify.ts'

/** The strings that mean one thing of production's. */
export interface KnownValues {
  meaning(value: string): string
  /** The values whose first word this is. */
  withWord(word: string): readonly string[]
}

/** Gathers production's physical ids, fixed names, outputs, exports and stack ARNs. */
export function knownValues(production: Production): KnownValues {
  const meanings = new Map<string, string>()
  for (const stack of production.stacks) {
    for (const [value, meaning] of valuesOf(stack, production)) if (!meanings.has(value)) meanings.set(value, meaning)
  }
  const byWord = new Map<string, string[]>()
  for (const value of meanings.keys()) {
    const first = wordsOf(value)[0] ?? ''
    byWord.set(first, [...(byWord.get(first) ?? []), value])
  }
  return { meaning: (value) => meanings.get(value) ?? '', withWord: (word) => byWord.get(word) ?? [] }
}

function valuesOf(stack: ProductionStack, production: Production): [string, string][] {
  return [...physicalIds(stack), ...fixedNames(stack, production), ...outputs(stack), ...exports(stack, production), ...stackArn(stack)]
}

function physicalIds(stack: ProductionStack): [string, string][] {
  return stack.resources.flatMap(({ logicalId, type, physicalId }) => {
    if (physicalId === undefined || physicalId === logicalId) return []
    const isBucket = type === 'AWS::S3::Bucket' && physicalId.length >= 6
    return isTelling(physicalId) || isBucket ? [[physicalId, `the physical id of ${stack.name}’s ${logicalId}`] as [string, string]] : []
  })
}

/** Names that templates fix, known without a live stack. */
function fixedNames(stack: ProductionStack, production: Production): [string, string][] {
  const scope = scopeOf(stack, production)
  return Object.entries(stack.template.Resources).flatMap(([logicalId, { Type, Properties = {} }]) =>
    Object.entries(nameFacts(Type)).flatMap(([property, fact]) => {
      const text = foldText(valueAt(Properties, property), scope)
      const isName = text !== undefined && fact.inParent !== true && fact.label !== true && isTelling(text)
      return isName ? [[text, `the ${property} of ${stack.name}’s ${logicalId}`] as [string, string]] : []
    }),
  )
}

function outputs(stack: ProductionStack): [string, string][] {
  return Object.entries(stack.outputs).flatMap(([name, { value }]) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(isPhysical)
      .map((part) => [part, `in the output ${name} of ${stack.name}`] as [string, string]),
  )
}

function exports(stack: ProductionStack, production: Production): [string, string][] {
  const scope = scopeOf(stack, production)
  return Object.entries(stack.template.Outputs ?? {}).flatMap(([name, output]) => {
    const exported = stack.outputs[name]?.exportName ?? foldText(output.Export?.Name, scope)
    return exported !== undefined && isTelling(exported) ? [[exported, `an export of ${stack.name}`] as [string, string]] : []
  })
}

function stackArn(stack: ProductionStack): [string, string][] {
  return stack.arn === undefined ? [] : [[stack.arn, `the stack ${stack.name} itself`]]
}

function valueAt(properties: Record<string, JsonValue>, path: string): JsonValue | undefined {
  return path.split('.').reduce<JsonValue | undefined>((value, key) => {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined
  }, properties)
}
