import type { TemplateOutput } from '../../../production/types.ts'
import type { Engine } from '../engine.ts'
import { exportsOf, importersOf, listExports } from '../exports.ts'
import { invalid, StackFault } from '../invalid.ts'
import type { OutputRecord, StackRecord } from '../records.ts'
import { activeOutputs, type Blueprint } from '../template/blueprint.ts'
import { isScalar } from '../template/no-value.ts'
import { resolveValue } from '../template/resolve.ts'
import type { Scope } from '../template/scope.ts'
import { scopesOf } from './blueprint-of.ts'

/**
 * The outputs of a stack whose resources are all there. Throws ValidationError for what does not resolve, StackFault for
 * an export that another stack has, or that this one no longer gives or gives otherwise although it is in use.
 */
export function resolveOutputs(engine: Engine, stackId: string, blueprint: Blueprint): Pick<StackRecord, 'outputs' | 'outputImports'> {
  const { real, imports } = scopesOf(engine, stackId, blueprint)
  // Outputs are shown: a dynamic reference in one stays as it is written, as AWS does.
  const scope = { ...real, dynamic: (text: string) => text }
  const declared = Object.entries(activeOutputs(blueprint.template, blueprint.holds))
  const outputs = declared.map(([key, output]) => resolveOutput(key, output, scope))
  const stack = engine.stacks.get(stackId)
  for (const { exportName } of outputs) if (exportName !== undefined) checkFree(engine, stack, exportName)
  checkInUse(engine, stack, outputs)
  return { outputs, outputImports: [...imports] }
}

/** The first export of a stack that is in use by others, in AWS's words; undefined where none is. */
export function exportInUse(engine: Engine, stack: StackRecord): string | undefined {
  for (const { name } of exportsOf(stack)) {
    const importers = importersOf(name, engine.stacks).filter((importer) => importer !== stack.name)
    if (importers.length > 0) return `Export ${name} cannot be deleted as it is in use by ${importers.join(' and ')}`
  }
  return undefined
}

function resolveOutput(key: string, output: TemplateOutput, scope: Scope): OutputRecord {
  const value = resolveValue(output.Value, scope)
  if (!isScalar(value)) throw invalid(`Template format error: The Value field of every Outputs member must evaluate to a String.`)
  const name = output.Export === undefined ? undefined : resolveValue(output.Export.Name, scope)
  const exportName = name === undefined ? {} : { exportName: String(name) }
  return { key, value: String(value), ...(output.Description === undefined ? {} : { description: output.Description }), ...exportName }
}

function checkFree(engine: Engine, stack: StackRecord, exportName: string): void {
  const taken = listExports(engine.stacks).find(({ name, stackId }) => name === exportName && stackId !== stack.id)
  if (taken === undefined) return
  throw new StackFault(`Export with name ${exportName} is already exported by stack ${engine.stacks.get(taken.stackId).name}.`)
}

function checkInUse(engine: Engine, stack: StackRecord, outputs: readonly OutputRecord[]): void {
  for (const { name, value } of exportsOf(stack)) {
    const now = outputs.find(({ exportName }) => exportName === name)
    if (now?.value === value) continue
    const importers = importersOf(name, engine.stacks).filter((importer) => importer !== stack.name)
    const verb = now === undefined ? 'deleted' : 'updated'
    if (importers.length > 0) throw new StackFault(`Export ${name} cannot be ${verb} as it is in use by ${importers.join(' and ')}`)
  }
}
