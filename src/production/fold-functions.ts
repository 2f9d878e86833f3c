import type { Scope } from './fold.ts'
import { isRecord, type JsonValue } from './json.ts'

type Fold = (value: JsonValue | undefined, scope: Scope) => JsonValue | undefined
type Apply = (argument: JsonValue, scope: Scope, fold: Fold) => JsonValue | undefined

/** Works out one intrinsic function; undefined where its result is not known before the stack runs. */
export function foldFunction(name: string, argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  return functions.get(name)?.(argument, scope, fold)
}

const functions: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['Ref', (name, scope) => reference(name, scope)],
  ['Condition', foldCondition],
  ['Fn::Sub', foldSub],
  ['Fn::Join', foldJoin],
  ['Fn::Select', foldSelect],
  ['Fn::Split', foldSplit],
  ['Fn::FindInMap', foldFindInMap],
  ['Fn::If', foldIf],
  ['Fn::Equals', foldEquals],
  ['Fn::Not', (argument, scope, fold) => negate(truthsOf(argument, scope, fold)?.[0])],
  ['Fn::And', (argument, scope, fold) => truthsOf(argument, scope, fold)?.every((each) => each === true)],
  ['Fn::Or', (argument, scope, fold) => truthsOf(argument, scope, fold)?.some((each) => each === true)],
])

function reference(name: JsonValue, scope: Scope): JsonValue | undefined {
  if (typeof name !== 'string') return undefined
  if (!Object.hasOwn(scope.parameters, name)) return Object.hasOwn(scope.pseudo, name) ? scope.pseudo[name] : undefined
  const value = scope.parameters[name] ?? ''
  const type = scope.template.Parameters?.[name]?.Type ?? 'String'
  if (type.startsWith('AWS::SSM::Parameter::Value')) return undefined
  return /^(CommaDelimitedList|List<)/.test(type) ? value.split(',').map((each) => each.trim()) : value
}

function foldCondition(name: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  if (typeof name !== 'string') return undefined
  if (scope.conditions?.has(name) === true) return scope.conditions.get(name)
  const expression = Object.hasOwn(scope.template.Conditions ?? {}, name) ? scope.template.Conditions?.[name] : undefined
  const answer = fold(expression, scope)
  scope.conditions?.set(name, answer)
  return answer
}

function foldSub(argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return undefined
  let isKnown = true
  const result = text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
    const own = isRecord(variables) && Object.hasOwn(variables, name.trim()) ? variables[name.trim()] : { Ref: name.trim() }
    const value = fold(own, scope)
    if (!isScalar(value)) isKnown = false
    return String(value)
  })
  return isKnown ? result.replaceAll('${!', '${') : undefined
}

function foldJoin(argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
  const parts = fold(argument[1], scope)
  return Array.isArray(parts) && parts.every(isScalar) ? parts.map(String).join(argument[0]) : undefined
}

function foldSelect(argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  if (!Array.isArray(argument)) return undefined
  const index = Number(fold(argument[0], scope))
  const list = argument[1]
  return Array.isArray(list) ? fold(list[index], scope) : listOf(fold(list, scope))?.[index]
}

function foldSplit(argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
  const text = fold(argument[1], scope)
  return typeof text === 'string' ? text.split(argument[0]) : undefined
}

function foldFindInMap(argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  if (!Array.isArray(argument)) return undefined
  const [map, first, second] = argument.slice(0, 3).map((each) => fold(each, scope))
  if (!isScalar(map) || !isScalar(first) || !isScalar(second)) return undefined
  return scope.template.Mappings?.[String(map)]?.[String(first)]?.[String(second)]
}

function foldIf(argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
  const truth = fold({ Condition: argument[0] }, scope)
  return typeof truth === 'boolean' ? fold(argument[truth ? 1 : 2], scope) : undefined
}

function foldEquals(argument: JsonValue, scope: Scope, fold: Fold): JsonValue | undefined {
  if (!Array.isArray(argument)) return undefined
  const [one, other] = [fold(argument[0], scope), fold(argument[1], scope)]
  return one === undefined || other === undefined ? undefined : textOf(one) === textOf(other)
}

function truthsOf(argument: JsonValue, scope: Scope, fold: Fold): boolean[] | undefined {
  const folded = Array.isArray(argument) ? argument.map((each) => fold(each, scope)) : []
  const truths = folded.filter((each) => typeof each === 'boolean')
  return truths.length > 0 && truths.length === folded.length ? truths : undefined
}

function negate(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth
}

function listOf(value: JsonValue | undefined): JsonValue[] | undefined {
  return Array.isArray(value) ? value : undefined
}

function textOf(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isScalar(value: JsonValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
