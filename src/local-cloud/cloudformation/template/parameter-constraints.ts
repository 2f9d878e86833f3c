import type { TemplateParameter } from '../../../production/types.ts'
import { invalid } from '../invalid.ts'
import { isListType } from './parameter-types.ts'

/** Checks one value against what the template says of its parameter. Throws ValidationError with AWS's sentence. */
export function checkConstraints(name: string, declaration: TemplateParameter, value: string): void {
  const broken = brokenConstraint(name, declaration, value)
  if (broken === undefined) return
  const { ConstraintDescription } = declaration
  throw invalid(ConstraintDescription === undefined ? broken : `Parameter ${name} failed to satisfy constraint: ${ConstraintDescription}`)
}

function brokenConstraint(name: string, declaration: TemplateParameter, value: string): string | undefined {
  const items = isListType(declaration.Type) ? value.split(',').map((item) => item.trim()) : [value]
  const isNumeric = /^(Number|List<Number>)$/.test(declaration.Type)
  if (isNumeric && !items.every(isNumber)) return `Parameter '${name}' must be a number`
  const allowed = declaration.AllowedValues?.map(String)
  if (allowed !== undefined && !items.every((item) => allowed.includes(item))) return `Parameter '${name}' must be one of AllowedValues`
  const { AllowedPattern: pattern } = declaration
  if (pattern !== undefined && !items.every((item) => matches(name, pattern, item))) {
    return `Parameter '${name}' must match pattern ${pattern}`
  }
  return isNumeric ? outOfRange(name, declaration, items.map(Number)) : wrongLength(name, declaration, value)
}

function outOfRange(name: string, { MinValue, MaxValue }: TemplateParameter, numbers: readonly number[]): string | undefined {
  if (MinValue !== undefined && numbers.some((number) => number < Number(MinValue))) {
    return `Parameter '${name}' must be a number not less than ${MinValue}`
  }
  if (MaxValue !== undefined && numbers.some((number) => number > Number(MaxValue))) {
    return `Parameter '${name}' must be a number not greater than ${MaxValue}`
  }
  return undefined
}

function wrongLength(name: string, { MinLength, MaxLength }: TemplateParameter, value: string): string | undefined {
  if (MinLength !== undefined && value.length < Number(MinLength))
    return `Parameter '${name}' must contain at least ${MinLength} characters`
  if (MaxLength !== undefined && value.length > Number(MaxLength)) return `Parameter '${name}' must contain at most ${MaxLength} characters`
  return undefined
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}

/** CloudFormation matches the whole value, with Java's expressions; those that JavaScript cannot read are refused. */
function matches(name: string, pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 's').test(value)
  } catch {
    throw invalid(`Template format error: AllowedPattern of parameter ${name} is no valid regular expression`)
  }
}
