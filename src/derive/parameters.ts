import { fail, type ReplicaError } from '../errors.ts'
import type { JsonValue } from '../production/json.ts'
import type { Template } from '../production/types.ts'
import type { DraftStack } from './draft.ts'
import { referencesOf } from './references.ts'

/** Gives the draft production's parameter values. Returns `derive.parameter_needed` for each that has no value. */
export function resolveParameters(stack: DraftStack): ReplicaError[] {
  const faults: ReplicaError[] = []
  for (const name of Object.keys(stack.template.Parameters ?? {})) {
    const known = stack.source.parameters[name]
    if (known !== undefined && !known.secret) stack.parameters[name] = known.value
    else if (!isUsed(stack.template, name)) delete stack.template.Parameters?.[name]
    else faults.push(parameterNeeded(stack, name, known !== undefined))
  }
  return faults
}

/** Takes parameters away that nothing asks for any more, and defaults that differ from what is given. */
export function dropUnusedParameters(stack: DraftStack): void {
  const declared = stack.template.Parameters ?? {}
  for (const [name, parameter] of Object.entries(declared)) {
    const value = stack.parameters[name]
    if (parameter.Default !== undefined && String(parameter.Default) !== value) delete parameter.Default
    if (isUsed(stack.template, name)) continue
    delete declared[name]
    delete stack.parameters[name]
  }
  if (Object.keys(declared).length === 0) delete stack.template.Parameters
}

function isUsed(template: Template, name: string): boolean {
  const { Resources, Outputs, Conditions } = template
  const parts = [Resources, Outputs ?? {}, Conditions ?? {}] as unknown as JsonValue
  return referencesOf(parts).has(name)
}

function parameterNeeded(stack: DraftStack, parameter: string, isSecret: boolean): ReplicaError {
  const isFile = stack.source.arn === undefined
  return fail('derive.parameter_needed', { stack: stack.source.name, parameter, isSecret, isFile })
}
