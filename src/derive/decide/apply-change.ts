import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'
import { type Edit, editAt, isMap } from './edit.ts'
import type { Change } from './rule.ts'

/** Carries a rule's change out on a resource of a draft. Tells whether anything is different afterwards. */
export function applyChange(resource: TemplateResource, change: Change): boolean {
  const before = resource.Properties ?? {}
  let properties: JsonValue = before
  for (const [path, edit] of editsOf(change)) properties = editAt(properties, path, edit) ?? {}
  const isChanged = properties !== before && isMap(properties)
  if (isChanged) resource.Properties = properties as Record<string, JsonValue>
  return changeAttributes(resource, change.attributes ?? {}) || isChanged
}

function editsOf({ unset = [], set = {}, replace = {}, edit = {} }: Change): [string, Edit][] {
  return [
    ...unset.map((path): [string, Edit] => [path, () => undefined]),
    ...Object.entries(set).map(([path, value]): [string, Edit] => [path, () => value]),
    ...Object.entries(replace).map(([path, value]): [string, Edit] => [path, (given) => (given === undefined ? undefined : value)]),
    ...Object.entries(edit),
  ]
}

function changeAttributes(resource: TemplateResource, attributes: NonNullable<Change['attributes']>): boolean {
  let isChanged = false
  for (const [name, value] of Object.entries(attributes) as [keyof typeof attributes, JsonValue][]) {
    if (JSON.stringify(resource[name] ?? null) === JSON.stringify(value)) continue
    if (value === null) delete resource[name]
    else resource[name] = value
    isChanged = true
  }
  return isChanged
}
