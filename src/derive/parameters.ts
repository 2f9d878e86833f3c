import { fail, type ReplicaError } from '../errors.ts'
import { databaseTypes } from '../production/databases.ts'
import { callOf } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Template } from '../production/types.ts'
import type { DraftStack } from './draft.ts'
import { referencesOf, rewrite, subNames } from './references.ts'
import { passwordReference, secretIdOf } from './rules/password.ts'

/**
 * Gives the draft production's parameter values. A secret parameter that was a database's master password is replaced
 * everywhere by the generated one. Returns `derive.parameter_needed` for each that has no value.
 */
export function resolveParameters(stack: DraftStack): ReplicaError[] {
  replacePasswords(stack)
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

function replacePasswords(stack: DraftStack): void {
  for (const [parameter, secretId] of passwordParameters(stack)) {
    if (stack.template.Resources[secretId] === undefined) continue
    replaceParameter(stack, parameter, passwordReference(secretId))
    delete stack.template.Parameters?.[parameter]
  }
}

/** NoEcho parameters that production's databases take their master password from → the secret that replaces it. */
function passwordParameters(stack: DraftStack): Map<string, string> {
  const { Resources, Parameters } = stack.source.template
  const found = new Map<string, string>()
  for (const [logicalId, resource] of Object.entries(Resources)) {
    if (databaseTypes[resource.Type] === undefined) continue
    for (const name of referencesOf(resource.Properties?.MasterUserPassword)) {
      const isSecret = String(Parameters?.[name]?.NoEcho ?? false).toLowerCase() === 'true'
      if (isSecret && !found.has(name)) found.set(name, secretIdOf(logicalId))
    }
  }
  return found
}

function replaceParameter(stack: DraftStack, parameter: string, reference: string): void {
  const change = (value: JsonValue): JsonValue | undefined => {
    const call = callOf(value)
    if (call?.name === 'Ref' && call.argument === parameter) return { 'Fn::Sub': reference }
    return call?.name === 'Fn::Sub' && subNames(call.argument).includes(parameter)
      ? inSub(call.argument, parameter, reference, change)
      : undefined
  }
  stack.template.Resources = rewrite(stack.template.Resources as unknown as JsonValue, change) as unknown as Template['Resources']
}

function inSub(argument: JsonValue, parameter: string, reference: string, change: (value: JsonValue) => JsonValue | undefined): JsonValue {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  const replaced = String(text).replaceAll(/\$\{\s*([^!}][^}]*?)\s*\}/g, (whole, name: string) => (name === parameter ? reference : whole))
  return { 'Fn::Sub': variables === undefined ? replaced : [replaced, rewrite(variables, change)] }
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
