import type { Template, TemplateParameter } from '../../../production/types.ts'
import { invalid } from '../invalid.ts'
import { checkConstraints } from './parameter-constraints.ts'
import { isSsmType } from './parameter-types.ts'

/** One parameter of a stack. The real value of NoEcho is kept for the next update, and never shown. */
export interface ParameterValue {
  value: string
  /** Of an SSM parameter type: what its name stands for. */
  resolved?: string
  secret: boolean
}

/** One parameter as a caller gives it. */
export interface GivenParameter {
  name: string
  value?: string
  usePrevious: boolean
}

/**
 * The parameters of a stack: given ones, previous ones where asked for, defaults. `findSsm` looks up an SSM parameter.
 * Throws ValidationError with AWS's sentences for what is unknown, missing or against a constraint.
 */
export function readParameters(
  template: Template,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, ParameterValue>>,
  findSsm: (name: string) => string | undefined,
): Record<string, ParameterValue> {
  const declared = template.Parameters ?? {}
  const unknown = given.filter(({ name }) => !Object.hasOwn(declared, name)).map(({ name }) => name)
  if (unknown.length > 0) throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`)
  const texts = Object.entries(declared).map(([name, parameter]) => [name, textOf(name, parameter, given, previous)] as const)
  const missing = texts.filter(([, text]) => text === undefined).map(([name]) => name)
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`)
  return Object.fromEntries(texts.map(([name, text = '']) => [name, readOne(name, declared[name] as TemplateParameter, text, findSsm)]))
}

/** `****` in place of the value of NoEcho. */
export function shownValue(parameter: ParameterValue): string {
  return parameter.secret ? '****' : parameter.value
}

function textOf(
  name: string,
  { Default }: TemplateParameter,
  given: readonly GivenParameter[],
  previous: Readonly<Record<string, ParameterValue>>,
): string | undefined {
  const asked = given.find((each) => each.name === name)
  if (asked?.usePrevious === true) {
    if (previous[name] === undefined)
      throw invalid(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      )
    return previous[name].value
  }
  return asked?.value ?? (Default === undefined || Default === null ? undefined : String(Default))
}

function readOne(
  name: string,
  declaration: TemplateParameter,
  value: string,
  findSsm: (name: string) => string | undefined,
): ParameterValue {
  checkConstraints(name, declaration, value)
  const secret = String(declaration.NoEcho).toLowerCase() === 'true'
  if (!isSsmType(declaration.Type)) return { value, secret }
  const resolved = findSsm(value)
  if (resolved === undefined) throw invalid(`Unable to fetch parameters [${value}] from parameter store for this account.`)
  return { value, resolved, secret }
}
