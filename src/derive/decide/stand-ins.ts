import { callOf } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import type { DraftStack } from '../draft.ts'
import { rewrite } from '../references.ts'
import { isMap } from './edit.ts'

/** `Id` or `Id.Attribute` → the logical id that stands in for it. */
export type StandIns = ReadonlyMap<string, string>

/** Lets everything in a stack that refers to what was left out refer to what stands in for it. */
export function referToStandIns(stack: DraftStack, given: StandIns): void {
  if (given.size === 0) return
  const standIns = new Map([...given.keys()].map((each) => [each, lastOf(each, given)]))
  for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
    const { Properties, Metadata } = resource
    if (Properties !== undefined) resource.Properties = redirect(Properties, standIns) as Record<string, JsonValue>
    if (Metadata !== undefined) resource.Metadata = redirect(Metadata, standIns) as Record<string, JsonValue>
    redirectDependsOn(logicalId, resource, standIns)
  }
  for (const output of Object.values(stack.template.Outputs ?? {})) output.Value = redirect(output.Value, standIns)
}

/** What stands in may have been left out for another in its turn. */
function lastOf(name: string, standIns: StandIns): string {
  const seen = new Set<string>()
  let last = name
  for (let next = standIns.get(last); next !== undefined && !seen.has(next); next = standIns.get(last)) {
    seen.add(next)
    last = next
  }
  return last
}

function redirect(value: JsonValue, standIns: StandIns): JsonValue {
  return rewrite(value, (each) => {
    const call = callOf(each)
    if (call?.name === 'Ref' && typeof call.argument === 'string') {
      const other = standIns.get(call.argument)
      return other === undefined ? undefined : { Ref: other }
    }
    if (call?.name === 'Fn::GetAtt') return redirectAttribute(call.argument, standIns)
    return call?.name === 'Fn::Sub' ? redirectSub(call.argument, standIns) : undefined
  })
}

function redirectAttribute(argument: JsonValue, standIns: StandIns): JsonValue | undefined {
  const path = Array.isArray(argument) ? argument.map(String).join('.') : argument
  if (typeof path !== 'string') return undefined
  const whole = standIns.get(path)
  if (whole !== undefined) return { Ref: whole }
  const [logicalId = '', ...attribute] = path.split('.')
  const other = standIns.get(logicalId)
  return other === undefined ? undefined : { 'Fn::GetAtt': [other, attribute.join('.')] }
}

function redirectSub(argument: JsonValue, standIns: StandIns): JsonValue | undefined {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string') return undefined
  const own = isMap(variables) ? variables : {}
  const said = text.replaceAll(/\$\{([^!}][^}]*)\}/g, (whole, inner: string) => {
    const name = inner.trim()
    const [logicalId = '', ...attribute] = name.split('.')
    const [all, other] = Object.hasOwn(own, name) ? [] : [standIns.get(name), standIns.get(logicalId)]
    if (all !== undefined) return `\${${all}}`
    return other === undefined ? whole : `\${${[other, ...attribute].join('.')}}`
  })
  return { 'Fn::Sub': variables === undefined ? said : [said, redirect(variables, standIns)] }
}

function redirectDependsOn(logicalId: string, resource: TemplateResource, standIns: StandIns): void {
  if (resource.DependsOn === undefined) return
  const names = Array.isArray(resource.DependsOn) ? resource.DependsOn : [resource.DependsOn]
  const redirected = [...new Set(names.map((name) => standIns.get(name) ?? name))].filter((name) => name !== logicalId)
  if (redirected.length === 0) delete resource.DependsOn
  else resource.DependsOn = redirected
}
