import { fail, type ReplicaError } from '../errors.ts'
import type { JsonValue } from '../production/json.ts'
import { placeIn } from '../production/locate.ts'
import type { ProductionParameter, Template, TemplateParameter } from '../production/types.ts'
import { type DraftStack, parametersProperty } from './draft.ts'
import { referencesOf } from './references.ts'

/**
 * Gives the draft production's parameter values. What a nested stack is given stands in its parent's template. Returns
 * `derive.parameter_needed` for each that has no value.
 */
export function resolveParameters(stack: DraftStack): ReplicaError[] {
  if (stack.parent !== undefined) return []
  const faults: ReplicaError[] = []
  const used = namesUsed(stack.template)
  for (const [name, declared] of Object.entries(stack.template.Parameters ?? {})) {
    const known = stack.source.parameters[name]
    if (known !== undefined && !known.secret) resolveParameter(stack, name, declared, known)
    else if (!used.has(name)) delete stack.template.Parameters?.[name]
    else faults.push(parameterNeeded(stack, name, known !== undefined))
  }
  return faults
}

const storedType = /^AWS::SSM::Parameter::Value<(.+)>$/

/** A stored value of the team's is taken as it was; AWS's own public ones (`/aws/service/…`) are looked up anew. */
function resolveParameter(stack: DraftStack, name: string, declared: TemplateParameter, known: ProductionParameter): void {
  const type = storedType.exec(declared.Type)?.[1]
  const isTaken = type !== undefined && known.resolved !== undefined && !known.value.startsWith('/aws/service/')
  stack.parameters[name] = isTaken ? (known.resolved ?? '') : known.value
  if (isTaken) declared.Type = type
}

/** Takes parameters away that nothing asks for any more, and defaults that differ from what is given. */
export function dropUnusedParameters(stack: DraftStack): void {
  const declared = stack.template.Parameters ?? {}
  const used = namesUsed(stack.template)
  for (const [name, parameter] of Object.entries(declared)) {
    const value = stack.parameters[name]
    const isOther = stack.parent === undefined && parameter.Default !== undefined && String(parameter.Default) !== value
    if (isOther) delete parameter.Default
    if (used.has(name)) continue
    delete declared[name]
    delete stack.parameters[name]
  }
  if (Object.keys(declared).length === 0) delete stack.template.Parameters
}

/** What a nested stack no longer takes is no longer passed to it. */
export function passOnlyDeclared(stack: DraftStack): void {
  for (const [logicalId, child] of stack.children) {
    const resource = stack.template.Resources[logicalId]
    const passed = parametersProperty(resource)
    for (const name of Object.keys(passed)) if (!Object.hasOwn(child.template.Parameters ?? {}, name)) delete passed[name]
    if (resource?.Properties?.Parameters !== undefined && Object.keys(passed).length === 0) delete resource.Properties.Parameters
  }
}

function namesUsed({ Resources, Outputs = {}, Conditions = {}, Globals = {} }: Template): Set<string> {
  return referencesOf([Resources, Outputs, Conditions, Globals] as unknown as JsonValue)
}

function parameterNeeded(stack: DraftStack, parameter: string, isSecret: boolean): ReplicaError {
  const isFile = stack.source.arn === undefined
  const place = placeIn(stack.source, ['Parameters', parameter])
  return fail('derive.parameter_needed', { place, stack: stack.source.name, parameter, isSecret, isFile })
}
