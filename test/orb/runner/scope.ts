import { isMapping, type Value } from '../../../scripts/orb/types.ts'

/** What `<< >>` may name at a place of a config, by its whole name: `parameters.id`, `pipeline.number`, `matrix.node`. */
export type Scope = Readonly<Record<string, Value>>

const reference = /(?<!\\)<<\s*([\w-]+(?:\.[\w-]+)+)\s*>>/g
const onlyReference = /^<<\s*([\w-]+(?:\.[\w-]+)+)\s*>>$/

/** A value that is one reference keeps the type of what it names; inside other text it becomes text. `\<<` is a plain `<<`. */
export function substitute(value: Value, scope: Scope): Value {
  if (Array.isArray(value)) return value.map((item) => substitute(item, scope))
  if (isMapping(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, scope)]))
  if (typeof value !== 'string') return value
  const whole = onlyReference.exec(value)?.[1]
  if (whole !== undefined) return lookUp(whole, scope)
  return value.replace(reference, (_, name: string) => String(lookUp(name, scope))).replaceAll('\\<<', '<<')
}

/** The values under a prefix, as a scope. */
export function scopeOf(prefix: string, values: Readonly<Record<string, Value>>): Scope {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))
}

function lookUp(name: string, scope: Scope): Value {
  const value = Object.hasOwn(scope, name) ? scope[name] : undefined
  if (value !== undefined) return value
  const [kind, parameter] = name.split('.')
  throw new Error(kind === 'parameters' ? `there is no parameter ${parameter}` : `there is no value ${name}`)
}
