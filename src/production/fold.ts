import { foldFunction } from './fold-functions.ts'
import type { JsonValue } from './json.ts'
import type { Production, ProductionStack, Template } from './types.ts'

/** What a template's expressions are worked out with: production's parameters and the stack's own facts. */
export interface Scope {
  template: Template
  parameters: Readonly<Record<string, string>>
  /** `AWS::Region` and its like. */
  pseudo: Readonly<Record<string, string>>
  /** Guards against conditions that refer to themselves. */
  depth: number
  /** What conditions were found to be: one may be asked for many times over. Made anew with whatever they depend on. */
  conditions?: Map<string, JsonValue | undefined>
}

/** The scope in which a production stack's template is worked out. */
export function scopeOf(stack: ProductionStack, production: Pick<Production, 'account' | 'partition' | 'region'>): Scope {
  const parameters = Object.entries(stack.parameters).filter(([, parameter]) => !parameter.secret)
  return {
    template: stack.template,
    parameters: Object.fromEntries(parameters.map(([name, parameter]) => [name, parameter.value])),
    pseudo: {
      'AWS::AccountId': production.account,
      'AWS::Partition': production.partition,
      'AWS::Region': production.region,
      'AWS::URLSuffix': production.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
      'AWS::StackName': stack.name,
      ...(stack.arn === undefined ? {} : { 'AWS::StackId': stack.arn }),
    },
    depth: 0,
    conditions: new Map(),
  }
}

/** The value of an expression in production; undefined where it depends on what only a running stack knows. */
export function fold(value: JsonValue | undefined, scope: Scope): JsonValue | undefined {
  if (value === undefined || scope.depth > 60) return undefined
  if (value === null || typeof value !== 'object') return value
  const inner = { ...scope, depth: scope.depth + 1 }
  if (Array.isArray(value)) return foldAll(value, inner)
  const call = callOf(value)
  if (call !== undefined) return foldFunction(call.name, call.argument, inner, fold)
  const entries = Object.entries(value).map(([key, each]) => [key, fold(each, inner)] as const)
  return entries.some(([, each]) => each === undefined) ? undefined : (Object.fromEntries(entries) as JsonValue)
}

/** As `fold`, for what must be text: numbers and booleans become theirs. */
export function foldText(value: JsonValue | undefined, scope: Scope): string | undefined {
  const folded = fold(value, scope)
  return typeof folded === 'string' || typeof folded === 'number' || typeof folded === 'boolean' ? String(folded) : undefined
}

/** The function that a value calls (`{"Ref": …}`, `{"Fn::…": …}`); undefined for plain data. */
export function callOf(value: JsonValue | undefined): { name: string; argument: JsonValue } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const name = onlyKey(value)
  if (name === undefined || !(name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))) return undefined
  const argument = value[name] as JsonValue
  return name !== 'Condition' || typeof argument === 'string' ? { name, argument } : undefined
}

/** Asked of every value many times over, so it makes no lists. */
function onlyKey(value: object): string | undefined {
  let only: string | undefined
  for (const key in value) {
    if (only !== undefined) return undefined
    only = key
  }
  return only
}

function foldAll(values: readonly JsonValue[], scope: Scope): JsonValue[] | undefined {
  const folded = values.map((each) => fold(each, scope))
  return folded.some((each) => each === undefined) ? undefined : (folded as JsonValue[])
}
