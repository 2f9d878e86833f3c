import { createHash } from 'node:crypto'
import { fail } from '../errors.ts'
import type { JsonValue } from '../production/json.ts'
import { type DraftStack, rootOf } from './draft.ts'
import type { StackNeeds } from './exports.ts'

/**
 * Adds outputs of the plan's own, `<prefix><suffix>`, to a stack and to those that hold it: they are found on the outermost
 * stack, which is the one that has our tags and a name that is known. Throws `derive.name_taken`.
 */
export function addOutputs(
  stack: DraftStack,
  prefix: string,
  condition: string | undefined,
  values: Readonly<Record<string, JsonValue>>,
): void {
  for (const [suffix, Value] of Object.entries(values)) addOutput(stack, `${prefix}${suffix}`, Value, condition)
  const { parent, source } = stack
  if (parent === undefined || source.parent === undefined) return
  const { logicalId } = source.parent
  const passed = Object.keys(values).map((suffix): [string, JsonValue] => [
    suffix,
    { 'Fn::GetAtt': [logicalId, `Outputs.${prefix}${suffix}`] },
  ])
  addOutputs(parent, prefix, parent.template.Resources[logicalId]?.Condition, Object.fromEntries(passed))
}

/** Where a value of one draft is used in another: what that one must wait for is noted in `needs`. */
export interface Handing {
  to: DraftStack
  needs: StackNeeds
  replicaId: string
}

/** What says, in another stack, the Ref of a resource or one of its attributes. In its own stack that is no import. */
export function handOver(
  { stack, logicalId, attribute }: { stack: DraftStack; logicalId: string; attribute?: string },
  handing: Handing,
): JsonValue {
  const value = attribute === undefined ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] }
  if (stack === handing.to) return value
  const name = `ProdReplicaGives${logicalId}${attribute ?? 'Ref'}`
  const known = stack.template.Outputs?.[name]
  if (known === undefined) addOutput(stack, name, value, stack.template.Resources[logicalId]?.Condition)
  else if (JSON.stringify(known.Value) !== JSON.stringify(value)) throw fail('derive.name_taken', { stack: stack.source.name, name })
  return importOutput(stack, name, handing)
}

function importOutput(stack: DraftStack, name: string, handing: Handing): JsonValue {
  const output = stack.template.Outputs?.[name]
  if (output === undefined) throw new TypeError(`${stack.source.name} has no output ${name}`)
  output.Export ??= { Name: exportName(stack, name, handing.replicaId) }
  const needs = handing.needs.get(handing.to.source.name) ?? new Set()
  handing.needs.set(handing.to.source.name, needs.add(rootOf(stack).source.name))
  return { 'Fn::ImportValue': output.Export.Name }
}

function addOutput(stack: DraftStack, name: string, Value: JsonValue, condition: string | undefined): void {
  const outputs = stack.template.Outputs ?? {}
  if (outputs[name] !== undefined) throw fail('derive.name_taken', { stack: stack.source.name, name })
  outputs[name] = condition === undefined ? { Value } : { Value, Condition: condition }
  stack.template.Outputs = outputs
}

/** Exports share one room in an account and region: the hash keeps stacks apart. */
function exportName({ source }: DraftStack, output: string, replicaId: string): string {
  const hash = createHash('sha256').update(source.name).digest('hex').slice(0, 8)
  return `${output.slice(0, 180)}-${hash}-${replicaId}`
}
