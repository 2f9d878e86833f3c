import type { Engine } from '../engine.ts'
import type { StackInput, StackRecord } from '../records.ts'
import { parameterScope, resourceScope } from '../scope.ts'
import { type Blueprint, makeBlueprint } from '../template/blueprint.ts'
import { parseTemplateText } from '../template/parse.ts'
import type { Scope } from '../template/scope.ts'

/** The blueprint of a stack's template with its parameters. Throws ValidationError. */
export function blueprintOf(engine: Engine, stack: Pick<StackRecord, 'id' | 'name'> & StackInput): Blueprint {
  const template = parseTemplateText(engine.stacks.templateText(stack.template))
  return makeBlueprint(template, parameterScope(template, stack, engine.world, false))
}

/** Two views of the same values: as handlers get them, and as they may be shown. */
export function scopesOf(engine: Engine, stackId: string, blueprint: Blueprint): { real: Scope; shown: Scope; imports: Set<string> } {
  const imports = new Set<string>()
  const options = { template: blueprint.template, holds: blueprint.holds, imports }
  return {
    imports,
    real: resourceScope(engine, stackId, { ...options, masked: false }),
    shown: resourceScope(engine, stackId, { ...options, masked: true }),
  }
}
