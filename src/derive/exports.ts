import { callOf, foldText } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { TemplateOutput, TemplateResource } from '../production/types.ts'
import type { Spec } from '../spec/types.ts'
import { type DraftStack, note, rootOf } from './draft.ts'
import { rewrite } from './references.ts'

/** Which replica stacks each replica stack imports from: production's name → production's names, of outermost stacks. */
export type StackNeeds = Map<string, Set<string>>

/**
 * Gives every export the replica's own name and lets the imports follow to the sibling. An import from a stack that is
 * not replicated is refused, or shared where `replica.allow` names the export.
 */
export function rewireExports(stacks: readonly DraftStack[], spec: Spec, replicaId: string): StackNeeds {
  const exporters = renameExports(stacks, replicaId)
  const needs: StackNeeds = new Map(stacks.map((stack) => [rootOf(stack).source.name, new Set()]))
  for (const stack of stacks) {
    const wiring: Wiring = { stack, spec, replicaId, exporters, needs: needs.get(rootOf(stack).source.name) ?? new Set() }
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) rewireResource(wiring, logicalId, resource)
    for (const [name, output] of Object.entries(stack.template.Outputs ?? {})) rewireOutput(wiring, name, output)
  }
  return needs
}

interface Wiring {
  stack: DraftStack
  spec: Spec
  replicaId: string
  /** Production's export name → the stack that exports it. */
  exporters: ReadonlyMap<string, DraftStack>
  needs: Set<string>
}

function renameExports(stacks: readonly DraftStack[], replicaId: string): Map<string, DraftStack> {
  const exporters = new Map<string, DraftStack>()
  for (const stack of stacks) {
    for (const [key, output] of Object.entries(stack.template.Outputs ?? {})) {
      if (output.Export === undefined) continue
      const name = stack.source.outputs[key]?.exportName ?? foldText(output.Export.Name, stack.scope)
      if (name !== undefined) exporters.set(name, stack)
      output.Export = { Name: name === undefined ? { 'Fn::Join': ['-', [output.Export.Name, replicaId]] } : exportName(name, replicaId) }
    }
  }
  return exporters
}

function exportName(name: string, replicaId: string): string {
  return `${name}-${replicaId}`
}

function rewireResource(wiring: Wiring, logicalId: string, resource: TemplateResource): void {
  const onShared = (name: string) => noteShared(wiring, logicalId, name)
  const { Properties, Metadata } = resource
  if (Properties !== undefined) resource.Properties = rewire(wiring, Properties, onShared) as Record<string, JsonValue>
  if (Metadata !== undefined) resource.Metadata = rewire(wiring, Metadata, onShared) as Record<string, JsonValue>
}

/** What only passes on a value of a stack that is not replicated is of no use to the replica, unless it may be shared. */
function rewireOutput(wiring: Wiring, name: string, output: TemplateOutput): void {
  let isForeign = false
  const value = rewire(wiring, output.Value, (shared) => {
    isForeign ||= !wiring.spec.replica.allow.includes(shared)
  })
  if (isForeign && output.Export === undefined) delete wiring.stack.template.Outputs?.[name]
  else output.Value = value
}

function rewire(wiring: Wiring, value: JsonValue, onShared: (name: string) => void): JsonValue {
  return rewrite(value, (each) => {
    const call = callOf(each)
    if (call?.name !== 'Fn::ImportValue') return undefined
    const name = foldText(call.argument, wiring.stack.scope)
    const exporter = name === undefined ? undefined : wiring.exporters.get(name)
    if (name === undefined || exporter === undefined) {
      onShared(name ?? 'an export whose name is only known to a running stack')
      return name === undefined ? each : { 'Fn::ImportValue': name }
    }
    const root = rootOf(exporter)
    if (root !== rootOf(wiring.stack)) wiring.needs.add(root.source.name)
    return { 'Fn::ImportValue': exportName(name, wiring.replicaId) }
  })
}

function noteShared(wiring: Wiring, logicalId: string, name: string): void {
  const isAllowed = wiring.spec.replica.allow.includes(name)
  if (isAllowed) note(wiring.stack, logicalId, 'shared', 'import-shared', `it uses ${name} of production, which replica.allow names`)
  else note(wiring.stack, logicalId, 'refused', 'import-shared', `it imports ${name} from a stack that is not replicated`)
}
