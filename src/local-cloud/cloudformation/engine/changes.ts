import type { Engine } from '../engine.ts'
import type { ChangeRecord, ResourceRecord, StackInput, StackRecord } from '../records.ts'
import { needsReplacement } from '../resources/replacement.ts'
import { activeOutputs, type Blueprint } from '../template/blueprint.ts'
import { resolveValue } from '../template/resolve.ts'
import { blueprintOf, scopesOf } from './blueprint-of.ts'
import { wantResource } from './resource-request.ts'

/** What an update to `input` would do to the stack's resources. Throws ValidationError for a template that does not resolve. */
export function planChanges(engine: Engine, stack: StackRecord, input: StackInput): ChangeRecord[] {
  const { trial, blueprint } = imagine(engine, stack, input)
  const known = stack.status === 'REVIEW_IN_PROGRESS' ? {} : stack.resources
  const wanted = Object.keys(blueprint.resources).flatMap((id) => changeOf(trial, stack.id, blueprint, id, known[id]))
  const gone = Object.values(known).filter(({ logicalId }) => !Object.hasOwn(blueprint.resources, logicalId))
  return [...wanted, ...gone.map((resource): ChangeRecord => ({ action: 'Remove', ...identity(resource) }))]
}

/** Whether an update to `input` would change anything: resources, their policies, or outputs. */
export function hasChanges(engine: Engine, stack: StackRecord, input: StackInput): boolean {
  if (/_FAILED$/.test(stack.status) || planChanges(engine, stack, input).length > 0) return true
  const { trial, blueprint } = imagine(engine, stack, input)
  return JSON.stringify(stack.outputs.map(({ value, exportName }) => [value, exportName])) !== outputsOf(trial, stack.id, blueprint)
}

/** The same engine, for which the stack has the new input already. Nothing is written through it. */
function imagine(engine: Engine, stack: StackRecord, input: StackInput): { trial: Engine; blueprint: Blueprint } {
  const imagined = { ...stack, ...input }
  const get = (id: string): StackRecord => (id === stack.id ? imagined : engine.stacks.get(id))
  const trial = { ...engine, stacks: { ...engine.stacks, get } }
  return { trial, blueprint: blueprintOf(trial, imagined) }
}

function changeOf(engine: Engine, stackId: string, blueprint: Blueprint, id: string, known: ResourceRecord | undefined): ChangeRecord[] {
  const type = blueprint.resources[id]?.Type ?? ''
  if (known === undefined || known.status.startsWith('DELETE_')) return [{ action: 'Add', logicalId: id, type }]
  try {
    const { kept } = wantResource(engine, stackId, blueprint, id)
    if (kept.digest === known.digest && kept.type === known.type && kept.deletionPolicy === known.deletionPolicy) return []
    return [{ action: 'Modify', ...identity(known), replacement: needsReplacement(known, kept) ? 'True' : 'False' }]
  } catch {
    // It refers to what is not there yet.
    return [{ action: 'Modify', ...identity(known), replacement: 'Conditional' }]
  }
}

function outputsOf(engine: Engine, stackId: string, blueprint: Blueprint): string {
  const { real } = scopesOf(engine, stackId, blueprint)
  const scope = { ...real, dynamic: (text: string) => text }
  const outputs = Object.values(activeOutputs(blueprint.template, blueprint.holds))
  return JSON.stringify(
    outputs.map(({ Value, Export }) => [
      String(resolveValue(Value, scope)),
      Export === undefined ? undefined : String(resolveValue(Export.Name, scope)),
    ]),
  )
}

function identity({ logicalId, physicalId, type }: ResourceRecord): Pick<ChangeRecord, 'logicalId' | 'physicalId' | 'type'> {
  return { logicalId, type, ...(physicalId === undefined ? {} : { physicalId }) }
}
