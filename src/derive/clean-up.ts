import { foldText } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { TemplateResource } from '../production/types.ts'
import { type DraftStack, drop, note } from './draft.ts'
import { type IsLost, lost, prune } from './prune.ts'
import { namedBy } from './references.ts'

const ruleName = 'references-cleaned'

/** Takes what was dropped out of everything that refers to it, in its own stack and through exports in the others. */
export function cleanReferences(stacks: readonly DraftStack[]): void {
  const lostExports = new Set<string>()
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    for (const stack of stacks) isChanged = cleanStack(stack, lostExports) || isChanged
  }
}

/** Tells whether another round is needed: something was dropped, or an export was lost. */
function cleanStack(stack: DraftStack, lostExports: Set<string>): boolean {
  const count = () => lostExports.size - Object.keys(stack.template.Resources).length
  const before = count()
  const isLost: IsLost = (call) => {
    if (call.name !== 'Fn::ImportValue') return namedBy(call).some((name) => isGone(stack, name))
    const name = foldText(call.argument, stack.scope)
    return name !== undefined && lostExports.has(name)
  }
  for (const logicalId of Object.keys(stack.template.Resources)) cleanResource(stack, logicalId, isLost)
  cleanOutputs(stack, isLost, lostExports)
  return count() !== before
}

/** A resource of production's that the replica does not have. */
function isGone(stack: DraftStack, name: string): boolean {
  return stack.source.template.Resources[name] !== undefined && stack.template.Resources[name] === undefined
}

function cleanResource(stack: DraftStack, logicalId: string, isLost: IsLost): void {
  const resource = stack.template.Resources[logicalId]
  if (resource === undefined) return
  cleanDependsOn(resource, (name) => isGone(stack, name))
  for (const [property, value] of Object.entries(resource.Properties ?? {})) {
    const outcome = cleanProperty(resource, property, value, isLost)
    if (outcome === 'needed') {
      drop(stack, logicalId, ruleName, `its ${property} needs something that is left out`)
      return
    }
    if (outcome === 'changed') note(stack, logicalId, 'kept', ruleName, `its ${property} no longer names what is left out`)
  }
}

function cleanProperty(resource: TemplateResource, property: string, value: JsonValue, isLost: IsLost): 'same' | 'changed' | 'needed' {
  const pruned = prune(value, isLost, property)
  if (pruned === lost && !Array.isArray(value)) return 'needed'
  if (pruned !== lost && JSON.stringify(pruned) === JSON.stringify(value)) return 'same'
  const { [property]: _, ...others } = resource.Properties ?? {}
  resource.Properties = pruned === lost ? others : { ...resource.Properties, [property]: pruned }
  return 'changed'
}

function cleanDependsOn(resource: TemplateResource, isMissing: (name: string) => boolean): void {
  if (resource.DependsOn === undefined) return
  const names = Array.isArray(resource.DependsOn) ? resource.DependsOn : [resource.DependsOn]
  const kept = names.filter((name) => !isMissing(name))
  if (kept.length === 0) delete resource.DependsOn
  else if (kept.length < names.length) resource.DependsOn = kept
}

function cleanOutputs(stack: DraftStack, isLost: IsLost, lostExports: Set<string>): void {
  const outputs = stack.template.Outputs ?? {}
  for (const [name, output] of Object.entries(outputs)) {
    const isKept = prune([output.Value ?? null], isLost) !== lost
    if (isKept) continue
    const exported = foldText(output.Export?.Name, stack.scope)
    if (exported !== undefined) lostExports.add(exported)
    delete outputs[name]
  }
}
